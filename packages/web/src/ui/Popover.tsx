import { type CSSProperties, type ReactNode, useId, useRef, useState } from 'react';

interface Props {
  /** Content of the button that opens the panel. */
  trigger: ReactNode;
  triggerClass: string;
  /** Name of button and panel, where the trigger's text does not say enough. */
  label?: string;
  panelClass?: string;
  /** Drawn only while open. `close` closes it and gives the focus back. */
  children: (close: () => void) => ReactNode;
}

/** Distance between button and panel, and from the window's edges, in px. */
const GAP = 8;
const EDGE = 12;

/**
 * A button and the panel it opens, on the browser's popovers: Escape, a click outside and the focus's way back are
 * theirs. On phones the style sheet makes it a sheet at the bottom.
 */
export function Popover({ trigger, triggerClass, label, panelClass = '', children }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [place, setPlace] = useState<CSSProperties>({});

  const onToggle = (event: React.ToggleEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget) return;
    const opens = event.newState === 'open';
    setOpen(opens);
    if (!opens) return;
    requestAnimationFrame(() => {
      if (!button.current || !panel.current) return;
      setPlace(placeBelow(button.current.getBoundingClientRect(), panel.current.getBoundingClientRect()));
      panel.current.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    });
  };

  return (
    <>
      <button
        ref={button}
        type="button"
        className={triggerClass}
        popoverTarget={id}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        {...(label === undefined ? {} : { 'aria-label': label })}
      >
        {trigger}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        className={`panel ${panelClass}`}
        style={place}
        onToggle={onToggle}
      >
        {isOpen && children(() => panel.current?.hidePopover())}
      </div>
    </>
  );
}

/** Under the button; above it where there is more room. In page coordinates, so that it scrolls along. */
function placeBelow(button: DOMRect, panel: DOMRect): CSSProperties {
  // Flush with the button's outer side.
  const wanted =
    button.left + button.width / 2 > window.innerWidth / 2 ? button.right - panel.width : button.left;
  const left = Math.max(EDGE, Math.min(wanted, window.innerWidth - panel.width - EDGE));
  const below = button.bottom + GAP;
  const fitsBelow = below + panel.height <= window.innerHeight - EDGE;
  const above = button.top - GAP - panel.height;
  const top = fitsBelow || above < EDGE ? below : above;
  return { left: left + window.scrollX, top: top + window.scrollY };
}
