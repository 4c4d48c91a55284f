import type { ReactNode } from 'react';
import { Icon } from '../ui/Icon.tsx';

/** A word of the sentence that can be changed. */
export function Word({ children }: { children: ReactNode }) {
  return (
    <>
      <span>{children}</span>
      <Icon name="down" size={16} />
    </>
  );
}
