import { useEffect, useState } from 'react';
import { useObjectUrl } from '../ui/useObjectUrl.ts';
import { pictureFile, pictureThumb } from './pictures.ts';

/** Address of a stored picture; null while it loads or when its file is gone. */
export function usePictureUrl(id: string | null, quality: 'thumb' | 'file'): string | null {
  const [blob, setBlob] = useState<Blob | null>(null);
  useEffect(() => {
    let isCurrent = true;
    setBlob(null);
    if (id === null) return;
    const load = quality === 'thumb' ? pictureThumb : pictureFile;
    load(id)
      .then(found => isCurrent && setBlob(found))
      .catch(() => {});
    return () => {
      isCurrent = false;
    };
  }, [id, quality]);
  return useObjectUrl(blob);
}
