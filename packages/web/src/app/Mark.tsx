/** The mark: a caravan of ten dots that makes an open ring. The same drawing as `public/mark.svg`. */
const DOTS = [
  [50.5, 22.1, 2.2, '#2f8f93'],
  [52.8, 29.1, 2.8, '#2f9a84'],
  [52.3, 37.5, 3.4, '#44a56d'],
  [47.6, 46, 4, '#6fb04f'],
  [38.5, 52, 4.6, '#abb33a'],
  [26.4, 52.2, 5.2, '#d7b32e'],
  [15.4, 44.8, 5.8, '#f4b02c'],
  [11, 31, 6.4, '#f39735'],
  [17.6, 16.7, 7, '#ee7c40'],
  [33.5, 11.1, 7.6, '#e6604d'],
] as const;

/** Colours of the mark, tail to head. */
export const MARK_COLOURS = DOTS.map(dot => dot[3]);

export function Mark({ size }: { size: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 64 64">
      {DOTS.map(([x, y, radius, colour]) => (
        <circle key={x} cx={x} cy={y} r={radius} fill={colour} />
      ))}
    </svg>
  );
}
