/** Line icons on a 24 px grid, drawn for this app. They are decoration: the control beside them carries the name. */
const PATHS = {
  create: 'M4 20l1.2-4.8L16.5 3.9a2 2 0 0 1 2.8 0l.8.8a2 2 0 0 1 0 2.8L8.8 18.8 4 20zM14 6.5 17.5 10',
  gallery:
    'M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v11a2.5 2.5 0 0 1-2.5 2.5h-11A2.5 2.5 0 0 1 4 17.5zM4.5 17l5-5 4 4 2.5-2.5 3.8 3.8M15.2 9.2h.01',
  status: 'M3 12.5h4l2.5-7 5 13 2.5-6h4',
  light:
    'M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z',
  dark: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z',
  system: 'M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16',
  account: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c1.2-3.4 4-5 7.5-5s6.3 1.6 7.5 5',
  download: 'M12 4v11M7.5 11 12 15.5 16.5 11M5 20h14',
  copy: 'M9 9.500A1.5 1.5 0 0 1 10.5 8h8A1.5 1.5 0 0 1 20 9.500v9a1.5 1.5 0 0 1-1.5 1.500h-8A1.5 1.5 0 0 1 9 18.500zM15.5 8V5.500A1.5 1.5 0 0 0 14 4H5.500A1.5 1.5 0 0 0 4 5.500V14a1.5 1.5 0 0 0 1.5 1.500H9',
  delete: 'M5 7h14M10 7V4.500h4V7M7 7l.8 12.500h8.400L17 7M10.3 11v5M13.7 11v5',
  close: 'M6 6l12 12M18 6 6 18',
  down: 'M7 10l5 5 5-5',
  left: 'M15 5l-7 7 7 7',
  right: 'M9 5l7 7-7 7',
  dice: 'M4 7.500A3.5 3.5 0 0 1 7.5 4h9A3.5 3.5 0 0 1 20 7.500v9a3.5 3.5 0 0 1-3.5 3.500h-9A3.5 3.5 0 0 1 4 16.500zM8.5 8.500h.01M15.5 15.500h.01M15.5 8.500h.01M8.5 15.500h.01M12 12h.01',
  check: 'M5 12.500l4.5 4.500L19 7.5',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4',
  warning: 'M12 4 2.8 20h18.400zM12 10v4.500M12 17.300h.01',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20 20',
  again: 'M19.5 12a7.5 7.5 0 1 1-2.4-5.500M19.5 3.500v4h-4',
  reuse: 'M8 5 4 9l4 4M4 9h10a6 6 0 0 1 6 6v4',
  picture:
    'M4 6.500A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.500v11a2.5 2.5 0 0 1-2.5 2.500h-11A2.5 2.5 0 0 1 4 17.500zM12 8.500v7M8.5 12h7',
  without: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM6.5 17.500l11-11',
  lock: 'M7.5 11V8a4.5 4.5 0 0 1 9 0v3M6 11h12v9H6z',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
