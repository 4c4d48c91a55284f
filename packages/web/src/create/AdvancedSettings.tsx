import { SAMPLERS } from '@openhorde/contract';
import { useTranslation } from 'react-i18next';
import { useStore } from '../ui/createStore.ts';
import { RangeField, SelectField, SwitchField } from '../ui/fields.tsx';
import { Icon } from '../ui/Icon.tsx';
import { changeDraft, draft } from './draft.ts';
import { BOUNDS, type Settings } from './settings.ts';

const SAMPLER_OPTIONS = SAMPLERS.map(sampler => ({ value: sampler, label: sampler.replace(/^k_/, '') }));

/** Settings that a newcomer never needs. */
export function AdvancedSettings() {
  const { t } = useTranslation();
  const settings = useStore(draft);
  const set =
    <Key extends keyof Omit<Settings, 'model'>>(key: Key) =>
    (value: Settings[Key]) =>
      changeDraft({ [key]: value });
  return (
    <fieldset id="advanced" className="advanced">
      <legend className="visually-hidden">{t('advanced.legend')}</legend>
      <div className="advanced-column">
        <RangeField
          label={t('advanced.steps')}
          hint={t('advanced.stepsHint')}
          value={settings.steps}
          bound={BOUNDS.steps}
          onChange={set('steps')}
        />
        <RangeField
          label={t('advanced.guidance')}
          hint={t('advanced.guidanceHint')}
          value={settings.guidance}
          bound={BOUNDS.guidance}
          onChange={set('guidance')}
        />
        <SeedField seed={settings.seed} onChange={set('seed')} />
        <SelectField
          label={t('advanced.sampler')}
          value={settings.sampler}
          options={SAMPLER_OPTIONS}
          onChange={value => set('sampler')(value as Settings['sampler'])}
        />
      </div>
      <div className="advanced-column">
        <SwitchField
          label={t('advanced.karras')}
          hint={t('advanced.karrasHint')}
          checked={settings.karras}
          onChange={set('karras')}
        />
        <SwitchField
          label={t('advanced.trusted')}
          hint={t('advanced.trustedHint')}
          checked={settings.trustedWorkersOnly}
          onChange={set('trustedWorkersOnly')}
        />
        <SwitchField
          label={t('advanced.slow')}
          hint={t('advanced.slowHint')}
          checked={settings.slowWorkers}
          onChange={set('slowWorkers')}
        />
        <SwitchField
          label={t('advanced.downgrade')}
          hint={t('advanced.downgradeHint')}
          checked={settings.allowDowngrade}
          onChange={set('allowDowngrade')}
        />
        <SwitchField
          label={t('advanced.nsfw')}
          hint={t('advanced.nsfwHint')}
          checked={settings.nsfw}
          onChange={set('nsfw')}
        />
      </div>
    </fieldset>
  );
}

function SeedField({ seed, onChange }: { seed: string; onChange: (seed: string) => void }) {
  const { t } = useTranslation();
  return (
    <div className="field">
      <label className="label" htmlFor="seed">
        {t('advanced.seed')}
      </label>
      <div className="seed">
        <input
          id="seed"
          className="input"
          value={seed}
          placeholder={t('advanced.seedRandom')}
          onChange={event => onChange(event.target.value)}
        />
        <button type="button" className="button compact" disabled={seed === ''} onClick={() => onChange('')}>
          <Icon name="dice" />
          {t('advanced.random')}
        </button>
      </div>
      <p className="hint">{t('advanced.seedHint')}</p>
    </div>
  );
}
