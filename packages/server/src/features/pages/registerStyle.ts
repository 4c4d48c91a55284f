/** Style of the register pages: the web app's colours and shapes, in the page itself so that it works without the app. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: light-dark(oklch(0.963 0.01 165), oklch(0.213 0.022 210));
  --surface: light-dark(oklch(0.992 0.004 165), oklch(0.258 0.025 208));
  --sunk: light-dark(oklch(0.932 0.014 168), oklch(0.182 0.02 212));
  --line: light-dark(oklch(0.875 0.017 175), oklch(0.345 0.03 205));
  --line-strong: light-dark(oklch(0.64 0.03 190), oklch(0.56 0.035 200));
  --ink: light-dark(oklch(0.265 0.035 210), oklch(0.95 0.012 160));
  --ink-soft: light-dark(oklch(0.45 0.032 205), oklch(0.765 0.022 180));
  --sun: oklch(0.83 0.158 80);
  --sun-deep: light-dark(oklch(0.775 0.158 75), oklch(0.87 0.145 84));
  --on-sun: oklch(0.26 0.055 75);
  --teal: light-dark(oklch(0.47 0.085 200), oklch(0.79 0.1 190));
  --coral: light-dark(oklch(0.55 0.18 28), oklch(0.745 0.145 30));
  --coral-wash: light-dark(oklch(0.945 0.03 30), oklch(0.325 0.05 25));
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100dvh; display: grid; place-items: center; padding: 24px 16px;
  background: var(--ground); color: var(--ink);
  font: 400 1rem/1.55 system-ui, "Segoe UI", sans-serif;
}
main {
  width: min(100%, 34rem); padding: clamp(22px, 6vw, 40px);
  background: var(--surface); border: 1px solid var(--line); border-radius: 26px;
  box-shadow: 0 12px 32px -12px light-dark(oklch(0.3 0.04 200 / 0.16), oklch(0 0 0 / 0.5));
}
h1 { margin: 0 0 0.4em; font-size: 1.65rem; line-height: 1.2; letter-spacing: -0.01em; text-wrap: balance; }
p { margin: 0 0 1em; color: var(--ink-soft); text-wrap: pretty; }
strong { color: var(--ink); }
a { color: var(--teal); }
form { display: grid; gap: 10px; margin: 1.4em 0; }
label { font-weight: 600; }
input, .ah-api-key {
  width: 100%; padding: 13px 15px; border: 1px solid var(--line-strong); border-radius: 12px;
  background: var(--sunk); color: inherit; font: inherit; font-size: 1.05rem;
}
.ah-api-key {
  display: block; border-style: dashed; overflow-wrap: anywhere; user-select: all;
  font-family: ui-monospace, "SF Mono", "Cascadia Code", "DejaVu Sans Mono", monospace;
}
.actions { display: flex; flex-wrap: wrap; gap: 10px; margin: 14px 0 1.6em; }
button, .button {
  flex: 1 1 12rem; padding: 13px 18px; border: 1px solid transparent; border-radius: 12px; cursor: pointer;
  background: var(--sun); color: var(--on-sun); font: inherit; font-weight: 650; text-align: center;
}
button:hover { background: var(--sun-deep); }
button.quiet, .button.quiet { background: transparent; border-color: var(--line-strong); color: inherit; }
.button { text-decoration: none; }
button.quiet:hover, .button.quiet:hover { border-color: var(--ink-soft); }
:focus-visible { outline: 3px solid var(--sun-deep); outline-offset: 2px; }
.refused { padding: 12px 15px; border-radius: 12px; background: var(--coral-wash); color: var(--coral); font-weight: 550; }
.done { padding: 12px 15px; border-radius: 12px; background: var(--sunk); color: var(--teal); font-weight: 550; }
.warning { padding: 12px 15px; border-radius: 12px; border-left: 4px solid var(--sun-deep); background: var(--sunk); }
.or { display: flex; align-items: center; gap: 12px; margin: 1.6em 0 0.9em; color: var(--ink-soft); font-size: 0.9rem; }
.or::before, .or::after { content: ""; flex: 1; border-top: 1px solid var(--line); }
.who {
  display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 4px 16px;
  margin: 0 0 1.4em; padding-bottom: 12px; border-bottom: 1px solid var(--line); color: var(--ink-soft); font-size: 0.9rem;
}
.who form { margin: 0; }
.who button { padding: 6px 12px; font-size: 0.9rem; font-weight: 550; }
.small { margin: 0; font-size: 0.9rem; }
[hidden] { display: none; }
`;
