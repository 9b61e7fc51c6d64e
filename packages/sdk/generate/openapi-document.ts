/** Of openapi.json what the SDK is made of. */
export interface OpenapiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenapiOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export interface OpenapiOperation {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

export interface Parameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly default?: unknown;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
}

export const refName = ({ $ref }: Schema): string | undefined => $ref?.split('/').at(-1);

/** The schema itself, where it is named. */
export function resolved({ components }: OpenapiDocument, schema: Schema): Schema {
  const name = refName(schema);
  return name === undefined ? schema : (components.schemas[name] ?? schema);
}

/** What the description leaves unsaid of the limits, as a sentence; '' where there is nothing to add. */
export function limitsOf(schema: Schema): string {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems } = schema;
  const pairs = [
    [minimum, maximum, ''],
    [minLength, maxLength, ' characters'],
    [minItems, maxItems, ' entries'],
  ] as const;
  const said = schema.description ?? '';
  return pairs
    .map(([least, most, what]) => rangeOf(least, most, what))
    .filter((range) => range !== '' && !(range.match(/[\d,]+/g) ?? []).every((number) => said.includes(number)))
    .map((range) => `${range}.`)
    .join(' ');
}

function rangeOf(least: number | undefined, most: number | undefined, what: string): string {
  const words = (n: number): string => n.toLocaleString('en');
  if (least !== undefined && most !== undefined) return `${words(least)} to ${words(most)}${what}`;
  if (most !== undefined) return `At most ${words(most)}${what}`;
  return least === undefined ? '' : `At least ${words(least)}${what}`;
}
