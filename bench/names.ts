/** Of the rows that goals are about. */
export const REVOKE = 'POST revoke';
export const GET_ONE = 'GET one invitation';
export const CREATE = 'POST create invitation';
export const PRISM_REVOKE = 'Prism, POST revoke';
export const PGBENCH = 'pgbench, the same effects';
