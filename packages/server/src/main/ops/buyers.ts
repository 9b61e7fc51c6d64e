import { isPurpose } from '../../core/pii-log/index.ts';
import { exportBuyer } from '../../modules/self-service/buyer-export/index.ts';
import { eraseBuyerForOperator } from '../../modules/self-service/erasure/index.ts';
import { requireReason } from '../../modules/self-service/invitations/index.ts';
import { AdminError } from '../../platform/admin-error.ts';
import { isUuid } from '../../platform/ids.ts';
import { withDeps } from './composed.ts';
import { writeNewFile } from './new-file.ts';
import { type Noun, table } from './verb.ts';

const SELLER = ['--seller <uuid>', 'whose buyer it is'] as const;
const BUYER = ['--buyer <uuid>', 'which buyer'] as const;

type Commands = ReturnType<Parameters<Noun>[0]['command']>;
type WithContext = Parameters<Noun>[1];

export const addBuyers: Noun = (program, withContext) => {
  const buyers = program.command('buyers').description('the companies that sellers sell to');
  addErase(buyers, withContext);
  addExport(buyers, withContext);
};

function addErase(buyers: Commands, withContext: WithContext): void {
  buyers
    .command('erase')
    .description('take out of one, for good, all that names people; safe to repeat')
    .requiredOption(...SELLER)
    .requiredOption(...BUYER)
    .requiredOption('--reason <words>', 'for the file of the seller: kept, so name nobody in it')
    .action(
      withContext(async (context, { reason, ...options }) => {
        requireReason(reason);
        const place = placeOf(options);
        const { erasedAt, kept } = await withDeps(context, (deps) => eraseBuyerForOperator(deps, place, reason));
        context.print(`buyer ${place.buyerId} erased at ${erasedAt}; kept:`);
        context.print(table([['WHAT', 'UNTIL', 'BASIS'], ...kept.map((one) => [one.what, one.until, one.basis])]));
      }),
    );
}

function addExport(buyers: Commands, withContext: WithContext): void {
  buyers
    .command('export')
    .description('write all that is kept of one to a ZIP with a manifest, for him; it stands in the log of readings')
    .requiredOption(...SELLER)
    .requiredOption(...BUYER)
    .requiredOption('--out <file>', 'which must not be there yet')
    .option('--purpose <words>', 'why, for the log of readings; ASCII')
    .action(
      withContext(async (context, { out, purpose, ...options }) => {
        if (purpose !== undefined && !isPurpose(purpose))
          throw new AdminError('a purpose has at most 200 printable ASCII characters');
        const place = placeOf(options);
        const files = await withDeps(context, (deps) =>
          writeNewFile(out, (sink) => exportBuyer(deps, { place, purpose, sink })),
        );
        const bytes = files.reduce((sum, { byteSize }) => sum + byteSize, 0);
        context.print(`buyer ${place.buyerId} exported to ${out}: ${files.length} files, ${bytes} bytes`);
      }),
    );
}

function placeOf({ seller, buyer }: { readonly seller: string; readonly buyer: string }) {
  for (const id of [seller, buyer]) if (!isUuid(id)) throw new AdminError('there is no such buyer');
  return { sellerId: seller.toLowerCase(), buyerId: buyer.toLowerCase() };
}
