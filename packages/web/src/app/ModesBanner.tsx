import { useTranslation } from 'react-i18next';
import { useModes } from '../api/queries.ts';
import { useStore } from '../ui/createStore.ts';
import { Icon } from '../ui/Icon.tsx';
import { isOnline } from '../ui/online.ts';

/** Says when there is no network, or the horde is in maintenance. Usually nothing. */
export function ModesBanner() {
  const { t } = useTranslation();
  const modes = useModes().data;
  const online = useStore(isOnline);
  if (online && !modes?.maintenance_mode) return null;
  return (
    <div className="banner" role="status">
      <Icon name="warning" />
      <span>{online ? t('modes.maintenance') : t('modes.offline')}</span>
    </div>
  );
}
