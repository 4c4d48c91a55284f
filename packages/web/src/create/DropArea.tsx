import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../ui/Icon.tsx';
import { takeFile } from './takeFile.ts';

/** Takes pictures and settings files that are dropped anywhere on the page or pasted into it. */
export function DropArea({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [isOver, setOver] = useState(false);

  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const file = [...(event.clipboardData?.files ?? [])][0];
      if (!file) return;
      event.preventDefault();
      void takeFile(file);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, []);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has a button of its own for keyboards
    <div
      className="drop-area"
      onDragOver={event => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={event => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={event => {
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer.files[0];
        if (file) void takeFile(file);
      }}
    >
      {children}
      {isOver && (
        <div className="drop-veil">
          <Icon name="picture" size={40} />
          <p>{t('source.drop')}</p>
        </div>
      )}
    </div>
  );
}
