/** Roles that the operator may give. */
export const ROLES = [
  'admin',
  'moderator',
  'trusted',
  'flagged',
  'customizer',
  'vpn',
  'special',
  'service',
  'education',
] as const;
