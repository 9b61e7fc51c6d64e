import { ROUTES } from './generated/routes.ts';

/** Where a call goes, and what comes of it. */
export interface Route {
  readonly operation: string;
  readonly verb: string;
  /** With `{sellerId}` and the like. */
  readonly path: string;
  /** `cursor`: a page of a list that takes one. */
  readonly answer: 'page' | 'cursor' | 'feed' | 'json' | 'bytes' | 'none' | 'any';
  readonly isForm: boolean;
}

/** Each operation's group and method, and its route. */
export const routes: readonly { readonly group: string; readonly method: string; readonly route: Route }[] =
  Object.entries(ROUTES).map(([operation, [name, verb, path, kind]]) => {
    const [group = '', method = ''] = name.split('.');
    const isForm = kind === 'form';
    return { group, method, route: { operation, verb, path, answer: isForm ? 'json' : kind, isForm } };
  });
