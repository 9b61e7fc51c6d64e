import type { Sql } from 'sql-template-tag';
import type { AuditEntry } from '../audit/index.ts';

/** What a mail's lines in the audit trail speak of. */
export type MailAbout = Pick<AuditEntry, 'sellerId' | 'subjectId' | 'invitationId' | 'details'>;

/** A mail that waits to be sent, as it was queued. */
export interface QueuedMail {
  readonly id: string;
  readonly queuedAt: Date;
  readonly subjectId: string;
  readonly about: MailAbout;
  /** Sealed by the module that queued it; gone once the mail has come to an end. */
  readonly sealedFacts: Buffer | undefined;
}

export interface MailAttachment {
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
  /** Shown within the HTML, under this id, instead of being offered as a file. */
  readonly contentId?: string;
}

export interface RenderedMail {
  readonly to: string;
  /** Shown in place of the name in MAIL_FROM, whose address stays; one line. */
  readonly senderName?: string;
  /** One mail address, where answers go. */
  readonly replyTo?: string;
  /** One line, at most 180 code points, no control characters: safe as a header value. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Of the page, where the mail has one. */
  readonly link?: string;
  readonly attachments?: readonly MailAttachment[];
}

/** A mail with what it speaks of at hand. */
export interface LoadedMail {
  render(): RenderedMail | Promise<RenderedMail>;
}

interface MailWords {
  /** In capitals, as an invitation's activity names it. */
  readonly kind: string;
  /** What it is about: the noun that this has in the audit trail. */
  readonly subjectKind: string;
  /** The part of the text files, below `mail.`, that is its own. Without it the mail is in English, and its words stand beside it. */
  readonly texts?: string;
  /** The purpose that its sealed facts are bound to, where it has any; the context is the mail's id. */
  readonly sealedFor?: string;
  /**
   * A condition over the row `m` of the mail, with `m.subject_id` and `m.subject_version` as they were queued: it still has something
   * to say, to somebody. Asked before the mail is made and again by the statement that claims it.
   */
  readonly isWanted: Sql;
}

/** One kind of mail, declared by the module that has something to say. `Deps` is what making it needs of the service. */
export interface MailDeclaration<in Deps = never> extends MailWords {
  load(deps: Deps, mail: QueuedMail): Promise<LoadedMail | undefined>;
}

interface MailDefinition<Deps, Facts> extends MailWords {
  /** Reads what the mail speaks of, as it stands now. Undefined: that is gone. */
  load(deps: Deps, mail: QueuedMail): Promise<Facts | undefined>;
  render(facts: Facts, deps: Deps): RenderedMail | Promise<RenderedMail>;
}

export function defineMail<Deps, Facts>(mail: MailDefinition<Deps, Facts>): MailDeclaration<Deps> {
  return {
    ...mail,
    async load(deps, queued) {
      const facts = await mail.load(deps, queued);
      return facts === undefined ? undefined : { render: () => mail.render(facts, deps) };
    },
  };
}

/** A declared mail with all that it needs: who sends it need not know what that is. */
export interface BoundMail extends Pick<MailDeclaration, 'kind' | 'isWanted' | 'sealedFor'> {
  load(mail: QueuedMail): Promise<LoadedMail | undefined>;
}

/** `deps` is asked when a mail is loaded, so that it may hold the result. */
export function bindMails<Deps>(mails: readonly MailDeclaration<Deps>[], deps: () => Deps): readonly BoundMail[] {
  return mails.map((mail) => ({
    kind: mail.kind,
    isWanted: mail.isWanted,
    ...(mail.sealedFor !== undefined && { sealedFor: mail.sealedFor }),
    load: (queued) => mail.load(deps(), queued),
  }));
}
