/** The service worker keeps the shell for offline use. A new version waits until the person says so. */

import { registerSW } from 'virtual:pwa-register';
import i18next from 'i18next';
import { showToast } from '../ui/toasts.ts';

export function startServiceWorker(): void {
  const update = registerSW({
    onNeedRefresh: () =>
      showToast({
        text: i18next.t('update.ready'),
        action: { label: i18next.t('update.reload'), run: () => void update(true) },
      }),
  });
}
