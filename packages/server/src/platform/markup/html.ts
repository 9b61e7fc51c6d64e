import { html as tag } from 'ghtml';

declare const rendered: unique symbol;

/** Markup whose parts were escaped when it was made. Only this may stand behind `!${}`; a plain string may not. */
export type Html = string & { readonly [rendered]: true };

type Value = string | number | Html | readonly Html[] | undefined;

/** ghtml's tag: escapes what is put in with `${}`, takes `!${}` as it is. Attribute values must stand in quotes. */
export const html = tag as (literals: TemplateStringsArray, ...values: readonly Value[]) => Html;

export const nothing = html``;

/** The part if it applies, else nothing. */
export function when(condition: boolean, part: () => Html): Html {
  return condition ? part() : nothing;
}
