import Type, { type TProperties } from 'typebox';

export const Uuid = Type.String({ format: 'uuid' });

/** The names in a path, and what it is the address of: "There is no such `noun`." */
export function pathOf<Properties extends TProperties>(noun: string, properties: Properties) {
  return Type.Object(properties, { title: noun });
}

/** `/v1/partners/:sellerId`. */
export const PartnerPath = pathOf('partner', { sellerId: Uuid });
