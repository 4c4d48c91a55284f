import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { AccountMenu } from '../account/AccountMenu.tsx';
import { useLiveBalance } from '../api/queries.ts';
import { useStore } from '../ui/createStore.ts';
import { Icon, type IconName } from '../ui/Icon.tsx';
import { Toasts } from '../ui/Toasts.tsx';
import { Mark } from './Mark.tsx';
import { ModesBanner } from './ModesBanner.tsx';
import { chooseTheme, THEMES, theme } from './theme.ts';
import { useTitle } from './title.ts';

/** Pages of the server, which work without the app. */
const SERVER_PAGES = {
  about: '/about',
  news: '/news',
  register: '/register',
  transfer: '/transfer',
  api: '/api/',
  terms: '/terms',
  privacy: '/privacy',
  sponsors: '/sponsors',
} as const;

const PAGES = [
  { path: '/', key: 'nav.create', icon: 'create' },
  { path: '/images', key: 'nav.gallery', icon: 'gallery' },
  { path: '/status', key: 'nav.status', icon: 'status' },
] as const satisfies readonly { path: string; key: string; icon: IconName }[];

/** Header, navigation (a bar at the bottom on phones) and the page between. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [location] = useLocation();
  useTitle();
  useLiveBalance();
  const isCurrent = (path: string) => location === path || (path === '/' && location.startsWith('/create'));
  return (
    <>
      <a className="skip-link" href="#page">
        {t('nav.skip')}
      </a>
      <header className="header">
        <Link href="/" className="brand">
          <Mark size={30} />
          <span>OpenHorde</span>
        </Link>
        <nav className="nav" aria-label={t('nav.label')}>
          {PAGES.map(page => (
            <Link key={page.path} href={page.path} aria-current={isCurrent(page.path) ? 'page' : undefined}>
              <Icon name={page.icon} size={22} />
              <span>{t(page.key)}</span>
            </Link>
          ))}
        </nav>
        <div className="header-tools">
          <ThemeButton />
          <AccountMenu />
        </div>
      </header>
      <ModesBanner />
      <main id="page" className="page" tabIndex={-1}>
        {children}
      </main>
      <Footer />
      <Toasts />
    </>
  );
}

function Footer() {
  const { t } = useTranslation();
  return (
    <footer className="footer">
      <nav aria-label={t('footer.label')}>
        {Object.entries(SERVER_PAGES).map(([key, href]) => (
          <a key={key} href={href}>
            {t(`footer.${key as keyof typeof SERVER_PAGES}`)}
          </a>
        ))}
      </nav>
    </footer>
  );
}

function ThemeButton() {
  const { t } = useTranslation();
  const current = useStore(theme);
  const next = THEMES[(THEMES.indexOf(current) + 1) % THEMES.length]!;
  const label = t('theme.button', { current: t(`theme.${current}`), next: t(`theme.${next}`) });
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={label}
      onClick={() => chooseTheme(next)}
    >
      <Icon name={current} />
    </button>
  );
}
