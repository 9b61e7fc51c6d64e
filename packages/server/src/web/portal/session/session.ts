import type { KeyObject } from 'node:crypto';
import { EncryptJWT, jwtDecrypt, type JWTPayload } from 'jose';
import type { Clock } from '../../../platform/clock.ts';
import { isUuid } from '../../../platform/ids.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import type { MasterKeys } from '../../../core/sealing/index.ts';
import type { DocumentType } from '../../../modules/kyc/documents/index.ts';
import { type Language, languageOf } from '../../../modules/texts/index.ts';

/** What the last step did, said once on the next page. */
export type Notice =
  | {
      readonly kind: 'added' | 'restored';
      readonly fileName: string;
      /** Files that one form added; default one. */
      readonly count?: number;
    }
  | {
      readonly kind: 'removed';
      readonly fileName: string;
      /** Of a file that can be put back. */
      readonly fileId?: string;
    }
  /** What the buyer said of a document that he cannot supply. */
  | { readonly kind: 'answered' | 'answerRemoved'; readonly type: DocumentType };

/** One visitor at work: bound to one invitation, or one place on a published link, and one version of the link (strength 5). */
export interface Session {
  /** Or of the place. */
  readonly invitationId: string;
  /** The invitation's short public name as it was when the session began: it stands in the session's addresses. */
  readonly ref: string;
  /** Missing in those that began before links named him. */
  readonly sellerId?: string;
  readonly linkVersion: number;
  /** The id that this session's submission will have, so that it, and no other session, sees the receipt. */
  readonly submissionId: string;
  /** Of a second device, which joined the session of the first: it is signed out by itself, and with the first. */
  readonly deviceId?: string;
  readonly language: Language;
  readonly startedAtSeconds: number;
  /** In it a file was chosen or words were written, which nobody does who only presses buttons, as mail scanners do. */
  readonly hasContributed?: true;
  readonly notice?: Notice;
  /** Of a visitor of a published link who has not proved it yet; then he gets a session of his own place. */
  readonly email?: string;
  /** He has proved it: the ref of the session of his own place. */
  readonly movedTo?: string;
}

export interface Sessions {
  /** The cookie's value: good for 30 minutes from now, and for 12 hours from the session's start at most. */
  seal(session: Session): Promise<string>;
  /** Undefined for what was not made here, has run out, or was altered. */
  open(sealed: string | undefined): Promise<Session | undefined>;
  nowSeconds(): number;
  /** For so long a cookie that is sealed now is good. */
  secondsOf(session: Pick<Session, 'startedAtSeconds'>): number;
  /** Their cookies go over plain http too. */
  readonly arePlain: boolean;
}

export const IDLE_MINUTES = 30;
const IDLE_SECONDS = IDLE_MINUTES * 60;
const ABSOLUTE_SECONDS = 12 * 60 * 60;
const PURPOSE = 'portal-session';
const ENCRYPTION = { alg: 'dir', enc: 'A256GCM' } as const;

export interface SessionDeps {
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly masterKeys: Pick<MasterKeys, 'opensSessions'>;
  /** Absent: no. */
  readonly plainCookies?: boolean;
}

/**
 * The session is in the cookie alone, encrypted; the key's version is in its header, so that master keys can be rotated. A key that
 * seals no more, and only opens what is at rest, makes no session: it may be the one that leaked.
 */
export function createSessions({ keyring, clock, masterKeys, plainCookies = false }: SessionDeps): Sessions {
  const nowSeconds = (): number => Math.floor(clock.now().getTime() / 1000);

  function keyOf(keyId: number): KeyObject {
    if (!masterKeys.opensSessions(keyId)) throw new Error(`master key ${keyId} opens no session`);
    return keyring.derive(PURPOSE, keyId);
  }

  const secondsOf: Sessions['secondsOf'] = ({ startedAtSeconds }) =>
    Math.min(IDLE_SECONDS, startedAtSeconds + ABSOLUTE_SECONDS - nowSeconds());

  return {
    nowSeconds,
    secondsOf,
    arePlain: plainCookies,
    seal({ startedAtSeconds, ...session }) {
      const expiresAt = nowSeconds() + secondsOf({ startedAtSeconds });
      return new EncryptJWT(session as unknown as JWTPayload)
        .setProtectedHeader({ ...ENCRYPTION, kid: String(keyring.currentKeyId) })
        .setIssuedAt(startedAtSeconds)
        .setExpirationTime(expiresAt)
        .encrypt(keyring.derive(PURPOSE));
    },
    async open(sealed) {
      if (sealed === undefined) return undefined;
      try {
        const { payload } = await jwtDecrypt(sealed, ({ kid }) => keyOf(Number(kid)), {
          keyManagementAlgorithms: [ENCRYPTION.alg],
          contentEncryptionAlgorithms: [ENCRYPTION.enc],
          requiredClaims: ['iat', 'exp'],
          currentDate: clock.now(),
        });
        return sessionOf(payload);
      } catch {
        // Whatever does not open is no session: run out, cut, forged, or sealed under a key that is gone.
        return undefined;
      }
    },
  };
}

function sessionOf({ iat = 0, ...claims }: JWTPayload): Session | undefined {
  const {
    invitationId,
    ref,
    sellerId,
    linkVersion,
    submissionId,
    deviceId,
    language,
    hasContributed,
    notice,
    email,
    movedTo,
  } = claims as Partial<Session>;
  const known = language === undefined ? undefined : languageOf(language);
  if (!invitationId || !isUuid(invitationId) || !ref || !submissionId || linkVersion === undefined || !known)
    return undefined;
  return {
    invitationId,
    ref,
    ...(sellerId !== undefined && { sellerId }),
    linkVersion,
    submissionId,
    ...(deviceId !== undefined && { deviceId }),
    language: known,
    startedAtSeconds: iat,
    ...(hasContributed === true && { hasContributed }),
    ...(notice && { notice }),
    ...(email !== undefined && { email }),
    ...(movedTo !== undefined && { movedTo }),
  };
}
