/**
 * The buttons below a new key, shown only where scripts run. `openhorde.apikey` is where the web app of the same
 * address keeps the key of its user.
 */
export const SCRIPT = `
const key = document.querySelector('.ah-api-key').textContent;
const copy = document.querySelector('#copy');
const use = document.querySelector('#use');
copy.addEventListener('click', async () => {
  try {
    await navigator.clipboard.writeText(key);
    copy.textContent = 'Copied';
  } catch {
    getSelection().selectAllChildren(document.querySelector('.ah-api-key'));
    copy.textContent = 'Selected: now copy it';
  }
});
use.addEventListener('click', () => {
  try {
    localStorage.setItem('openhorde.apikey', key);
    location.href = '/';
  } catch {
    use.textContent = 'This browser keeps nothing';
  }
});
document.querySelector('.actions').hidden = false;
`;
