/** Style of what is read: documents and the page about the horde. */
export const PUBLIC_STYLE = `
.text { place-items: start center; }
.text main { width: min(100%, 46rem); }
.text h1 { font-size: clamp(1.75rem, 1.3rem + 2vw, 2.4rem); }
h2 { margin: 1.6em 0 0.5em; font-size: 1.25rem; line-height: 1.3; }
article time { display: block; margin-bottom: 0.6em; }
h3 { margin: 1.4em 0 0.4em; font-size: 1.05rem; }
ul, ol { margin: 0 0 1em; padding-left: 1.3em; color: var(--ink-soft); }
li { margin: 0.35em 0; }
img { max-width: 100%; height: auto; }
pre { overflow-x: auto; padding: 12px 15px; border-radius: 12px; background: var(--sunk); }
blockquote { margin: 0 0 1em; padding-left: 1em; border-left: 4px solid var(--line); }
table { display: block; overflow-x: auto; border-collapse: collapse; margin: 0 0 1em; }
th, td { padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 18px; margin: 1.6em 0; }
.figures > div { display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.figures dd { margin: 0; font-size: 2rem; font-weight: 650; line-height: 1.15; letter-spacing: -0.02em; }
.figures dt { color: var(--ink-soft); font-size: 0.9rem; }
`;
