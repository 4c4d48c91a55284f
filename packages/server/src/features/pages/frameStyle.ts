/** Style of what stands around every page: the head and foot of the web app, and its shapes of buttons and fields. */
export const FRAME_STYLE = `
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
body { grid-template-rows: auto 1fr auto; padding: 0 16px; }
header, footer { width: min(100%, 1168px); }
header { display: flex; align-items: center; justify-content: space-between; gap: 8px 24px; padding: 12px 0; }
header a { display: flex; align-items: center; min-height: 44px; color: var(--ink-soft); text-decoration: none; font-weight: 500; }
header .brand { gap: 10px; color: var(--ink); font-size: 1.25rem; font-weight: 600; letter-spacing: -0.02em; }
.mark { width: 30px; height: 30px; }
footer { margin-top: 32px; padding: 12px 0 20px; border-top: 1px solid var(--line); }
footer nav { display: flex; flex-wrap: wrap; gap: 0 22px; }
footer a { display: flex; align-items: center; min-height: 44px; color: var(--ink-soft); font-size: 0.9375rem; text-decoration: none; }
header a:hover, footer a:hover { color: var(--ink); text-decoration: underline; }
button, .button { min-height: 44px; border-radius: 999px; }
input, .ah-api-key { border-radius: 10px; }
`;
