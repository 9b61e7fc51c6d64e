import type { FastifyInstance } from 'fastify';
import type { Database } from '../../platform/db/database.ts';
import { findLogo, readStylesheet } from '../../modules/parties/brand/index.ts';
import { ErrorPage } from './ended/error-page.ts';
import { hiddenOperation } from '../shared/hidden-operation.ts';

/** An address carries a hash of what it shows, which therefore never changes. */
const KEPT_FOR_EVER = 'public, max-age=31536000, immutable';

/** `/assets/brand/{hash}.png` and `/assets/brand/{color}-{hash}.css`: whoever has no link of the seller cannot know the address. */
export function registerBrandAssets(scope: FastifyInstance, { db }: { db: Database }): void {
  scope.route<{ Params: { name: string } }>({
    method: 'GET',
    url: '/assets/brand/:name',
    schema: hiddenOperation('portalBrandAsset'),
    handler: async ({ params: { name } }, reply) => {
      const asset = readStyles(name) ?? (await readLogo(db, name));
      if (!asset) throw new ErrorPage('notFound');
      return reply.header('cache-control', KEPT_FOR_EVER).type(asset.type).send(asset.body);
    },
  });
}

function readStyles(name: string) {
  const body = readStylesheet(`/assets/brand/${name}`);
  return body === undefined ? undefined : { type: 'text/css; charset=utf-8', body };
}

async function readLogo(db: Database, name: string) {
  const hash = /^([0-9a-f]{32})\.png$/.exec(name)?.[1];
  const body = hash === undefined ? undefined : await findLogo(db, hash);
  return body === undefined ? undefined : { type: 'image/png', body };
}
