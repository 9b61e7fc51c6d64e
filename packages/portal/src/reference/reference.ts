/** Starts the reference page: Swagger UI with the document of this host, keys filled in, and a sample of each call. */
import { samplePanel, type React } from './sample-panel.ts';
import { type Operation, sampleCall } from './sample-call.ts';

const DOCUMENT = '/v1/openapi.json';
/** What integrators are called with: generators of clients stumble over it, so it stands beside the document. */
const WEBHOOKS = '/docs/webhooks.json';
const KEY = 'Idempotency-Key';

interface OpenapiDocument {
  servers: { url: string }[];
  webhooks: unknown;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface System {
  readonly React: React;
}

interface OperationProps {
  readonly pathMethod: readonly [path: string, method: string];
}

declare const SwaggerUIBundle: (options: object) => unknown;

async function start(): Promise<void> {
  const [document, webhooks] = await Promise.all(
    [DOCUMENT, WEBHOOKS].map(async (path): Promise<unknown> => (await fetch(path)).json()),
  );
  show({ ...(document as OpenapiDocument), webhooks });
}

function show(document: OpenapiDocument): void {
  // Whoever reads it here calls it here.
  document.servers = [{ url: location.origin }];
  for (const operation of Object.values(document.paths).flatMap((methods) => Object.values(methods)))
    for (const parameter of operation.parameters ?? []) if (parameter.name === KEY) parameter.example = randomKey();
  SwaggerUIBundle({
    spec: document,
    dom_id: '#reference',
    deepLinking: true,
    // Its badge would send the document to a validator elsewhere.
    validatorUrl: null,
    plugins: [samplesBelow(document)],
  });
}

/** Below the parameters of each operation of ours; webhooks are calls that come in. */
function samplesBelow({ paths }: OpenapiDocument) {
  return ({ React }: System): object => {
    const Panel = samplePanel(React);
    const withSample = (Parameters: unknown) => (props: OperationProps) => {
      const [path, method] = props.pathMethod;
      const operation = paths[path]?.[method];
      const parameters = React.createElement(Parameters, props);
      if (operation === undefined) return parameters;
      const call = sampleCall(operation, { base: location.origin, path, method });
      return React.createElement('div', null, parameters, React.createElement(Panel, { call }));
    };
    return { wrapComponents: { parameters: withSample } };
  };
}

/** Also where the page did not come by TLS, as in a trial at home. */
function randomKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

void start();
