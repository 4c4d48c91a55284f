/**
 * Tells of a finished job while its tab is hidden: in the title of the tab, and by a notice of the system where the
 * person wants one. The page asks for that once, when the person comes back to a job that was under way meanwhile.
 */
import i18next from 'i18next';
import { createStore } from '../ui/createStore.ts';
import { remember, remembered } from '../ui/remember.ts';
import { showToast } from '../ui/toasts.ts';
import { isLive, type Job } from './job.ts';
import { jobs } from './jobStore.ts';

const ASKED = 'noticesAsked';

/** Number of jobs that finished while the tab was hidden. */
export const unseen = createStore<number>(0);

/** True while the tab was left with a job under way. */
let wasWaiting = false;

export function startAnnouncing(): void {
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      wasWaiting = jobs.get().some(isLive);
      return;
    }
    unseen.set(0);
    if (wasWaiting) askForNotices();
  });
}

export function announceDone(job: Job): void {
  if (!document.hidden) return;
  unseen.set(count => count + 1);
  if (!knowsNotices() || Notification.permission !== 'granted') return;
  try {
    const notice = new Notification(i18next.t('notice.done'), {
      body: job.settings.prompt.slice(0, 120),
      icon: '/icon-192.png',
      tag: job.id,
    });
    notice.onclick = () => {
      window.focus();
      notice.close();
    };
  } catch {
    // Phones allow notices to service workers only; the title tells it there.
  }
}

/** Only pages over https may send notices. */
function knowsNotices(): boolean {
  return isSecureContext && 'Notification' in window;
}

function askForNotices(): void {
  if (!knowsNotices() || Notification.permission !== 'default' || remembered(ASKED) !== null) return;
  remember(ASKED, 'yes');
  showToast({
    text: i18next.t('notice.ask'),
    action: { label: i18next.t('notice.yes'), run: () => void Notification.requestPermission() },
  });
}
