// Made by `npm run generate` out of openapi.json.

import type { Call, Listing } from '../call.ts';
import type { CallOptions, UploadOptions } from '../options.ts';
import type { FileToUpload } from '../upload.ts';
import type {
  ActivityEntry,
  ActivityPage,
  Buyer,
  BuyerErasure,
  BuyerPage,
  BuyerStatus,
  Contact,
  ContactInput,
  ContentVariant,
  ConvertProspectBody,
  CreateInvitationBody,
  CreateProspectLinkBody,
  CreateWebhookBody,
  CreatedWebhook,
  DeclineProspectBody,
  Delivery,
  DeliveryPage,
  DeliveryStatus,
  DocumentStatus,
  EndDocumentBody,
  EraseBuyerBody,
  EraseProspectBody,
  EventEnvelope,
  EventPage,
  FiledDocumentType,
  FireTestBody,
  Invitation,
  InvitationKind,
  InvitationPage,
  InvitationStatus,
  InvitationSubmission,
  KycDocument,
  KycDocumentPage,
  KycStatus,
  KycStatusExpand,
  Me,
  PatchBuyerBody,
  PatchContactBody,
  PatchDocumentBody,
  PatchWebhookBody,
  Prospect,
  ProspectDocument,
  ProspectDocumentPage,
  ProspectErasure,
  ProspectPage,
  ProspectStatus,
  ProspectType,
  QrCodeErrorCorrection,
  QrCodeFormat,
  RejectDocumentBody,
  RejectedDocument,
  ResendInvitationBody,
  RevokeInvitationBody,
  SellerContact,
  SellerContactBody,
  Subscription,
  UpdateProspectLinkBody,
  UploadDocumentForm,
  UpsertBuyerBody,
  VerificationSession,
  ViesCheck,
  ViesCheckPage,
  ViesCheckQueued,
  Webhook,
} from './schemas.ts';

/** Every operation of the API, in groups. */
export interface ApiMethods {
  readonly me: MeMethods;
  readonly sellerContact: SellerContactMethods;
  readonly buyers: BuyersMethods;
  readonly contacts: ContactsMethods;
  readonly kyc: KycMethods;
  readonly viesChecks: ViesChecksMethods;
  readonly verifications: VerificationsMethods;
  readonly documents: DocumentsMethods;
  readonly invitations: InvitationsMethods;
  readonly prospectLinks: ProspectLinksMethods;
  readonly prospects: ProspectsMethods;
  readonly webhooks: WebhooksMethods;
  readonly deliveries: DeliveriesMethods;
  readonly events: EventsMethods;
}

export interface MeMethods {
  /**
   * Who the caller is: organization, partners, capabilities.
   * The one operation that answers before the data processing agreement is accepted.
   * @see getMe: GET /v1/me
   */
  get(input?: GetMeInput, options?: CallOptions): Call<Me>;
}

export interface SellerContactMethods {
  /**
   * Whom the buyers of a partner are told to ask.
   * It belongs to the seller: all organizations with a grant on it read and set the same.
   * @see getSellerContact: GET /v1/partners/{sellerId}/contact
   */
  get(input: GetSellerContactInput, options?: CallOptions): Call<SellerContact>;
  /**
   * Set whom the buyers of a partner are told to ask.
   * Replaces the contact as a whole; an empty object takes it away. Shown on the buyers' pages and in their mails, and the mail address is where their answers go. A name needs one of email, phone and postalAddress beside it.
   * @throws ProblemError `validation-error`, and those of every call
   * @see setSellerContact: PUT /v1/partners/{sellerId}/contact
   */
  set(input: SetSellerContactInput, options?: CallOptions): Call<SellerContact>;
}

export interface BuyersMethods {
  /**
   * List or look up buyers of a partner.
   * Sort by createdAt, updatedAt, companyName or vatNumber. By the last two a page at most 10,000 buyers from either end is reached, and 422 else; by `cursor` all are.
   * Awaited it is one page; by `for await` all entries, page after page.
   * @throws ProblemError `validation-error`, and those of every call
   * @see listBuyers: GET /v1/partners/{sellerId}/buyers
   */
  list(input: ListBuyersInput, options?: CallOptions): Listing<Buyer, BuyerPage>;
  /**
   * Create a buyer, or find it by its VAT number.
   * A buyer is unique per partner and VAT number. MARKETPLACE_LED needs the capability allowMarketplaceLedKyc; contacts are taken without allowContactPersonalData, which guards reading them.
   * @throws ProblemError `capability-required`, `resource-exists-different-body`, `validation-error`, and those of every call
   * @see upsertBuyer: POST /v1/partners/{sellerId}/buyers
   */
  upsert(input: UpsertBuyerInput, options?: CallOptions): Call<Buyer>;
  /**
   * Read one buyer.
   * @throws ProblemError `not-found`, and those of every call
   * @see getBuyer: GET /v1/partners/{sellerId}/buyers/{buyerId}
   */
  get(input: GetBuyerInput & { readonly ifNoneMatch?: undefined }, options?: CallOptions): Call<Buyer>;
  /** With `ifNoneMatch`: undefined where nothing has changed. */
  get(input: GetBuyerInput, options?: CallOptions): Call<Buyer | undefined>;
  /**
   * Change members of a buyer.
   * kycMode can only go from MARKETPLACE_LED to NT24_LED. The whole buyer may be sent back: what repeats its present value is ignored; another value of what cannot be changed is 422. Success adds 1 to the version.
   * @throws ProblemError `not-found`, `buyer-erased`, `version-mismatch`, `kyc-mode-downgrade`, `resource-exists-different-body`, `validation-error`, and those of every call
   * @see patchBuyer: PATCH /v1/partners/{sellerId}/buyers/{buyerId}
   */
  patch(input: PatchBuyerInput, options?: CallOptions): Call<Buyer>;
  /**
   * Block a buyer: no invitation can be made, sent or completed.
   * @throws ProblemError `not-found`, `buyer-erased`, `validation-error`, and those of every call
   * @see blockBuyer: POST /v1/partners/{sellerId}/buyers/{buyerId}/block
   */
  block(input: BlockBuyerInput, options?: CallOptions): Call<Buyer>;
  /**
   * Unblock a buyer.
   * @throws ProblemError `not-found`, `buyer-erased`, `validation-error`, and those of every call
   * @see unblockBuyer: POST /v1/partners/{sellerId}/buyers/{buyerId}/unblock
   */
  unblock(input: UnblockBuyerInput, options?: CallOptions): Call<Buyer>;
  /**
   * Take out of a buyer, for good, all that names people.
   * Name, address and VAT number are blanked, contacts and documents removed, invitations revoked and erased; the buyer stays as a row without a name, BLOCKED for good. Of a KYC file that was complete the ACTIVE documents that made it complete are kept, without the names of their files, for as long as the law asks. The trail stays, by ids. Doing it again answers the same. The bytes of files go within hours.
   * @throws ProblemError `not-found`, `validation-error`, and those of every call
   * @see eraseBuyer: POST /v1/partners/{sellerId}/buyers/{buyerId}/erase
   */
  erase(input: EraseBuyerInput, options?: CallOptions): Call<BuyerErasure>;
}

export interface ContactsMethods {
  /**
   * The contacts of a buyer, in the order of their coming.
   * Needs the capability allowContactPersonalData. Each contact that is shown is written to a log of readings that is kept 6 years.
   * @throws ProblemError `not-found`, `capability-required`, and those of every call
   * @see listContacts: GET /v1/partners/{sellerId}/buyers/{buyerId}/contacts
   */
  list(input: ListContactsInput, options?: CallOptions): Call<readonly Contact[]>;
  /**
   * Add a contact to a buyer.
   * Needs the capability allowContactPersonalData. A buyer has at most 50.
   * @throws ProblemError `not-found`, `capability-required`, `too-many-contacts`, `validation-error`, and those of every call
   * @see createContact: POST /v1/partners/{sellerId}/buyers/{buyerId}/contacts
   */
  create(input: CreateContactInput, options?: CallOptions): Call<Contact>;
  /**
   * Read one contact of a buyer.
   * Needs the capability allowContactPersonalData. Each contact that is shown is written to a log of readings that is kept 6 years.
   * @throws ProblemError `not-found`, `capability-required`, and those of every call
   * @see getContact: GET /v1/partners/{sellerId}/buyers/{buyerId}/contacts/{contactUuid}
   */
  get(input: GetContactInput, options?: CallOptions): Call<Contact>;
  /**
   * Change members of a contact.
   * Needs the capability allowContactPersonalData. Each contact that is shown is written to a log of readings that is kept 6 years. The whole contact may be sent back: what repeats its present value is ignored; another value of what cannot be changed is 422. Of two changes at once each keeps what it does not name.
   * @throws ProblemError `not-found`, `capability-required`, `validation-error`, and those of every call
   * @see patchContact: PATCH /v1/partners/{sellerId}/buyers/{buyerId}/contacts/{contactUuid}
   */
  patch(input: PatchContactInput, options?: CallOptions): Call<Contact>;
  /**
   * Remove a contact of a buyer.
   * Needs the capability allowContactPersonalData.
   * @throws ProblemError `not-found`, `capability-required`, and those of every call
   * @see deleteContact: DELETE /v1/partners/{sellerId}/buyers/{buyerId}/contacts/{contactUuid}
   */
  delete(input: DeleteContactInput, options?: CallOptions): Call<void>;
}

export interface KycMethods {
  /**
   * How far the KYC of a buyer has come.
   * verificationStatus and amlStatus are there for NT24_LED buyers only. viesResult is the last answer of VIES about the VAT number that the buyer has, and viesLastCheckedAt when it was given; PENDING: none yet, a check is under way; UNKNOWN: none.
   * @throws ProblemError `not-found`, `validation-error`, and those of every call
   * @see getKycStatus: GET /v1/partners/{sellerId}/buyers/{buyerId}/kyc
   */
  getStatus(input: GetKycStatusInput, options?: CallOptions): Call<KycStatus>;
  /**
   * Get the KYC profile of a verified buyer as a sealed PDF.
   * For NT24_LED buyers whose verificationStatus is VERIFIED; 404 for others. A PDF/A-3b with an electronic seal (PAdES baseline B, or T where the operator has a time-stamp service), made anew at each call: company data, documents by their SHA-256, checks of the VAT number with their consultation numbers, verification and AML screening. About 100 KB. Each reading is written to a log that is kept 6 years. 503 where too many are being made at once, or the time-stamp service does not answer.
   * The body of the response is a stream: read it, or cancel it.
   * @throws ProblemError `not-found`, `validation-error`, and those of every call
   * @see getKycProfile: GET /v1/partners/{sellerId}/buyers/{buyerId}/kyc/profile
   */
  getProfile(input: GetKycProfileInput, options?: CallOptions): Call<Response>;
}

export interface ViesChecksMethods {
  /**
   * Have the VAT number of a buyer checked against VIES.
   * Done by a job; while one is under way no other begins. An answer of the last 10 minutes about the same number is given again without another call. While VIES cannot answer it is asked again for a day; the result that was known stays meanwhile. A new number is checked by itself.
   * @throws ProblemError `not-found`, `buyer-erased`, `validation-error`, and those of every call
   * @see requestViesCheck: POST /v1/partners/{sellerId}/buyers/{buyerId}/kyc/vies-check
   */
  request(input: RequestViesCheckInput, options?: CallOptions): Call<ViesCheckQueued>;
  /**
   * List the checks of the VAT numbers of a buyer, the latest first.
   * Those that have ended, of earlier numbers too. They are kept as evidence.
   * Awaited it is one page; by `for await` all entries, page after page.
   * @throws ProblemError `not-found`, `validation-error`, and those of every call
   * @see listViesChecks: GET /v1/partners/{sellerId}/buyers/{buyerId}/kyc/vies-checks
   */
  list(input: ListViesChecksInput, options?: CallOptions): Listing<ViesCheck, ViesCheckPage>;
}

export interface VerificationsMethods {
  /**
   * Have a person of a buyer verified.
   * For NT24_LED buyers only: 400 malformed-request for others. Gives the address of a session at the provider, good for 7 days; while one is open, the same again. A rejected or expired verification may be tried anew; once VERIFIED it is 409. While the provider is out of reach or busy the answer is 503, and nothing is kept. `kyc.verification_completed` tells the outcome.
   * @throws ProblemError `not-found`, `buyer-blocked`, `milestone-already-set`, `verification-not-configured`, `validation-error`, and those of every call
   * @see startVerification: POST /v1/partners/{sellerId}/buyers/{buyerId}/kyc/verify
   */
  start(input: StartVerificationInput, options?: CallOptions): Call<VerificationSession>;
}

export interface DocumentsMethods {
  /**
   * List the KYC documents of a buyer, the superseded ones included.
   * Sort by createdAt. A VERIFICATION_REPORT is the report on an identity verification, fetched from the provider when it has ended: nobody can upload or request one, it counts for nothing, and rejecting or withdrawing it is 400 malformed-request.
   * Awaited it is one page; by `for await` all entries, page after page.
   * @throws ProblemError `not-found`, `validation-error`, and those of every call
   * @see listDocuments: GET /v1/partners/{sellerId}/buyers/{buyerId}/kyc/documents
   */
  list(input: ListDocumentsInput, options?: CallOptions): Listing<KycDocument, KycDocumentPage>;
  /**
   * Add a document to the KYC file of a buyer.
   * One document per type is ACTIVE; a newer one makes the older SUPERSEDED. `expiresOn` may be said later, too (`patchDocument`). What is compared under an Idempotency-Key: the fields, the file name and the SHA-256 of the file. The file is judged before the answer: one of a wrong type is 415; one that no reader opens, that needs a password to open, has no page (an XFA form that is made when it is opened has none), is infected, too large a picture or too complex is 422 on the field `file`; what else a PDF carries (scripts, attachments, signatures) is told in the facts of the file, and left out of its `reviewCopy`; while the virus scanner is away, or too many files wait to be judged, the answer is 503 `unavailable`.
   * @throws ProblemError `not-found`, `buyer-erased`, `validation-error`, and those of every call
   * @see uploadDocument: POST /v1/partners/{sellerId}/buyers/{buyerId}/kyc/documents
   */
  upload(input: UploadDocumentInput, options?: UploadOptions): Call<KycDocument>;
  /**
   * Download a file of a KYC document.
   * Needs the capability allowKycDocumentDownload. Gives the reviewCopy, or the original where it is asked for by `variant`. Every reading is written, with its variant, to a log that is kept 6 years.
   * The body of the response is a stream: read it, or cancel it.
   * @throws ProblemError `not-found`, `capability-required`, `validation-error`, and those of every call
   * @see readDocumentContent: GET /v1/partners/{sellerId}/buyers/{buyerId}/kyc/documents/{documentUuid}/content
   */
  readContent(input: ReadDocumentContentInput, options?: CallOptions): Call<Response>;
  /**
   * Say until when an ACTIVE identity document is valid.
   * Only `expiresOn` can be changed; other members may repeat their present values. 30 days before that day the contact of the seller is mailed once. A document that has expired stays ACTIVE, and counts.
   * @throws ProblemError `not-found`, `document-not-active`, `buyer-erased`, `validation-error`, and those of every call
   * @see patchDocument: PATCH /v1/partners/{sellerId}/buyers/{buyerId}/kyc/documents/{documentUuid}
   */
  patch(input: PatchDocumentInput, options?: CallOptions): Call<KycDocument>;
  /**
   * Take an ACTIVE document back: it counts no more.
   * It stays in the file, with the reason. `documentsComplete` follows. The buyer is told nothing.
   * @throws ProblemError `not-found`, `document-not-active`, `buyer-erased`, `validation-error`, and those of every call
   * @see withdrawDocument: POST /v1/partners/{sellerId}/buyers/{buyerId}/kyc/documents/{documentUuid}/withdraw
   */
  withdraw(input: WithdrawDocumentInput, options?: CallOptions): Call<KycDocument>;
  /**
   * Reject an ACTIVE document, with a reason that the buyer reads.
   * It counts no more, and stays in the file with the reason; `documentsComplete` follows. Where the buyer has an ACTIVE invitation, its page asks for the type again and says why, in your words as they are. `resend: true` mails him, too, by that invitation; where he has none and has answered one before, by a new one for this type alone. It is within the limits of `resendInvitation` and `createInvitation`; where they refuse it, or nobody is known who could be mailed (409 `recipient-unknown`), nothing is written, and the document stays ACTIVE. Otherwise the answer shows the `invitation` besides. Of several documents in a row reject the first one with it: the page asks for the others, too.
   * @throws ProblemError `not-found`, `document-not-active`, `buyer-erased`, `buyer-blocked`, `recipient-unknown`, `resource-exists-different-body`, `validation-error`, and those of every call
   * @see rejectDocument: POST /v1/partners/{sellerId}/buyers/{buyerId}/kyc/documents/{documentUuid}/reject
   */
  reject(input: RejectDocumentInput, options?: CallOptions): Call<RejectedDocument>;
}

export interface InvitationsMethods {
  /**
   * Invite a buyer by mail to complete his KYC file.
   * One ACTIVE invitation per buyer and recipient address; the mail is queued in the same commit.
   * @throws ProblemError `not-found`, `buyer-blocked`, `resource-exists-different-body`, `validation-error`, and those of every call
   * @see createInvitation: POST /v1/partners/{sellerId}/buyers/{buyerId}/kyc/self-service-invitations
   */
  create(input: CreateInvitationInput, options?: CallOptions): Call<Invitation>;
  /**
   * List the invitations of a buyer.
   * Sort by createdAt or expiresAt.
   * Awaited it is one page; by `for await` all entries, page after page.
   * @throws ProblemError `not-found`, `validation-error`, and those of every call
   * @see listInvitations: GET /v1/partners/{sellerId}/buyers/{buyerId}/kyc/self-service-invitations
   */
  list(input: ListInvitationsInput, options?: CallOptions): Listing<Invitation, InvitationPage>;
  /**
   * Read one invitation.
   * @throws ProblemError `not-found`, and those of every call
   * @see getInvitation: GET /v1/partners/{sellerId}/buyers/{buyerId}/kyc/self-service-invitations/{invitationUuid}
   */
  get(input: GetInvitationInput, options?: CallOptions): Call<Invitation>;
  /**
   * Revoke a self-service KYC invitation.
   * From ACTIVE only; the link is dead from the commit on. The buyer never sees the reason.
   * @throws ProblemError `not-found`, `invitation-not-active`, `validation-error`, and those of every call
   * @see revokeInvitation: POST /v1/partners/{sellerId}/buyers/{buyerId}/kyc/self-service-invitations/{invitationUuid}/revoke
   */
  revoke(input: RevokeInvitationInput, options?: CallOptions): Call<Invitation>;
  /**
   * Send the invitation again, by the same link or a new one.
   * At most one mail per 10 minutes and link. An EXPIRED invitation becomes ACTIVE again, for 30 days by default. A corrected recipientEmail always makes a new link.
   * @throws ProblemError `not-found`, `buyer-blocked`, `invitation-not-active`, `resource-exists-different-body`, `validation-error`, and those of every call
   * @see resendInvitation: POST /v1/partners/{sellerId}/buyers/{buyerId}/kyc/self-service-invitations/{invitationUuid}/resend
   */
  resend(input: ResendInvitationInput, options?: CallOptions): Call<Invitation>;
  /**
   * What happened with the invitation, oldest first.
   * Awaited it is one page; by `for await` all entries, page after page.
   * @throws ProblemError `not-found`, `validation-error`, and those of every call
   * @see listInvitationActivity: GET /v1/partners/{sellerId}/buyers/{buyerId}/kyc/self-service-invitations/{invitationUuid}/activity
   */
  listActivity(input: ListInvitationActivityInput, options?: CallOptions): Listing<ActivityEntry, ActivityPage>;
  /**
   * What the buyer sent by the invitation, with his corrections of the company data.
   * Until he has sent it there is none: 404, the same as for an invitation that does not exist. What the operator erased of an invitation is left out. A declaration that he filled in on the page stands as data in `declaration`, with the capability allowKycDocumentDownload: it says what its paper says; without it, or where the paper was sent as a file, the member is left out. Every reading is written to a log that is kept 6 years, that of a declaration besides.
   * @throws ProblemError `not-found`, and those of every call
   * @see getInvitationSubmission: GET /v1/partners/{sellerId}/buyers/{buyerId}/kyc/self-service-invitations/{invitationUuid}/submission
   */
  getSubmission(input: GetInvitationSubmissionInput, options?: CallOptions): Call<InvitationSubmission>;
  /**
   * List all invitations of a partner, of both kinds.
   * Sort by createdAt or expiresAt.
   * Awaited it is one page; by `for await` all entries, page after page.
   * @throws ProblemError `validation-error`, and those of every call
   * @see listInvitationsOfPartner: GET /v1/partners/{sellerId}/self-service-invitations
   */
  listOfPartner(input: ListInvitationsOfPartnerInput, options?: CallOptions): Listing<Invitation, InvitationPage>;
  /**
   * Read one invitation.
   * @throws ProblemError `not-found`, and those of every call
   * @see getInvitationOfPartner: GET /v1/partners/{sellerId}/self-service-invitations/{invitationUuid}
   */
  getOfPartner(input: GetInvitationOfPartnerInput, options?: CallOptions): Call<Invitation>;
  /**
   * Revoke an invitation of a partner.
   * From ACTIVE only; the link is dead from the commit on. The buyer never sees the reason.
   * @throws ProblemError `not-found`, `invitation-not-active`, `validation-error`, and those of every call
   * @see revokeInvitationOfPartner: POST /v1/partners/{sellerId}/self-service-invitations/{invitationUuid}/revoke
   */
  revokeOfPartner(input: RevokeInvitationOfPartnerInput, options?: CallOptions): Call<Invitation>;
  /**
   * What happened with the invitation, oldest first.
   * Awaited it is one page; by `for await` all entries, page after page.
   * @throws ProblemError `not-found`, `validation-error`, and those of every call
   * @see listInvitationActivityOfPartner: GET /v1/partners/{sellerId}/self-service-invitations/{invitationUuid}/activity
   */
  listActivityOfPartner(
    input: ListInvitationActivityOfPartnerInput,
    options?: CallOptions,
  ): Listing<ActivityEntry, ActivityPage>;
  /**
   * What the buyer sent by the invitation, with his corrections of the company data.
   * Until he has sent it there is none: 404, the same as for an invitation that does not exist. What the operator erased of an invitation is left out. A declaration that he filled in on the page stands as data in `declaration`, with the capability allowKycDocumentDownload: it says what its paper says; without it, or where the paper was sent as a file, the member is left out. Every reading is written to a log that is kept 6 years, that of a declaration besides.
   * @throws ProblemError `not-found`, and those of every call
   * @see getInvitationSubmissionOfPartner: GET /v1/partners/{sellerId}/self-service-invitations/{invitationUuid}/submission
   */
  getSubmissionOfPartner(
    input: GetInvitationSubmissionOfPartnerInput,
    options?: CallOptions,
  ): Call<InvitationSubmission>;
  /**
   * Get the link as a QR code.
   * Of an ACTIVE invitation of either kind; 409 for others. Dark on white, with the standard's quiet zone: in the colour of the brand where cameras read it, else in black. Whoever scans the code has the link.
   * The body of the response is a stream: read it, or cancel it.
   * @throws ProblemError `not-found`, `invitation-not-active`, `validation-error`, and those of every call
   * @see getInvitationQrCode: GET /v1/partners/{sellerId}/self-service-invitations/{invitationUuid}/qr.svg
   */
  getQrCode(input: GetInvitationQrCodeInput, options?: CallOptions): Call<Response>;
  /**
   * Get a PROSPECT link as a poster to print.
   * One A4 page with the name or brand of the seller, the QR code, what to do, and until when. Of an ACTIVE PROSPECT link; 409 for one that has ended, 404 for a KYC invitation. Print it anew when the end has changed. 503 where too many are being made at once.
   * The body of the response is a stream: read it, or cancel it.
   * @throws ProblemError `not-found`, `invitation-not-active`, `validation-error`, and those of every call
   * @see getInvitationPoster: GET /v1/partners/{sellerId}/self-service-invitations/{invitationUuid}/poster.pdf
   */
  getPoster(input: GetInvitationPosterInput, options?: CallOptions): Call<Response>;
}

export interface ProspectLinksMethods {
  /**
   * Make a link to publish, for people not yet known.
   * A PROSPECT link: whoever has it may register, each in a place of his own. Nobody is mailed. It stays ACTIVE through any number of submissions, and ends by revocation, by its time, or with the last of its maxUses (USED).
   * @throws ProblemError `validation-error`, and those of every call
   * @see createProspectLink: POST /v1/partners/{sellerId}/self-service-invitations
   */
  create(input: CreateProspectLinkInput, options?: CallOptions): Call<Invitation>;
  /**
   * Change label, end or cap of a PROSPECT link.
   * What is left out stays; other members may repeat their present values. By expiresInDays an EXPIRED link becomes ACTIVE again, at its old address, or at a new one where the key that signed the old one is retired: see publicLinkUrl. USED and REVOKED links are 409; KYC invitations are 422, naming kind.
   * @throws ProblemError `not-found`, `invitation-not-active`, `validation-error`, and those of every call
   * @see updateProspectLink: PATCH /v1/partners/{sellerId}/self-service-invitations/{invitationUuid}
   */
  update(input: UpdateProspectLinkInput, options?: CallOptions): Call<Invitation>;
}

export interface ProspectsMethods {
  /**
   * List what people have sent on the PROSPECT links of a partner.
   * Sort by submittedAt. They are SUBMITTED until somebody decides, and CONVERTED or DECLINED then. With the capability allowContactPersonalData it says who they are, and each one that is shown is written to a log of readings that is kept 6 years; without it `contact`, and the address of a CONSUMER, are left out.
   * Awaited it is one page; by `for await` all entries, page after page.
   * @throws ProblemError `validation-error`, and those of every call
   * @see listProspects: GET /v1/partners/{sellerId}/prospects
   */
  list(input: ListProspectsInput, options?: CallOptions): Listing<Prospect, ProspectPage>;
  /**
   * Read one prospect, with what VIES says of its VAT number.
   * With the capability allowContactPersonalData it says who they are, and each one that is shown is written to a log of readings that is kept 6 years; without it `contact`, and the address of a CONSUMER, are left out.
   * @throws ProblemError `not-found`, and those of every call
   * @see getProspect: GET /v1/partners/{sellerId}/prospects/{prospectUuid}
   */
  get(input: GetProspectInput, options?: CallOptions): Call<Prospect>;
  /**
   * List the files that came with a prospect, the newest first.
   * At most 20. Of a CONVERTED one there are none: they are documents of the buyer. Those of a DECLINED one are removed.
   * Awaited it is one page; by `for await` all entries, page after page.
   * @throws ProblemError `not-found`, `validation-error`, and those of every call
   * @see listProspectDocuments: GET /v1/partners/{sellerId}/prospects/{prospectUuid}/documents
   */
  listDocuments(
    input: ListProspectDocumentsInput,
    options?: CallOptions,
  ): Listing<ProspectDocument, ProspectDocumentPage>;
  /**
   * Download a file that came with a prospect.
   * Needs the capability allowKycDocumentDownload. Gives the reviewCopy, or the original where it is asked for by `variant`. Every reading is written, with its variant, to a log that is kept 6 years.
   * The body of the response is a stream: read it, or cancel it.
   * @throws ProblemError `not-found`, `capability-required`, `validation-error`, and those of every call
   * @see readProspectDocumentContent: GET /v1/partners/{sellerId}/prospects/{prospectUuid}/documents/{documentUuid}/content
   */
  readDocumentContent(input: ReadProspectDocumentContentInput, options?: CallOptions): Call<Response>;
  /**
   * Make a buyer of a COMPANY, or add its documents to the buyer who has its VAT number.
   * Its contact becomes one of the buyer, its files ACTIVE documents of the buyer in the place of older ones of their types. Where the buyer has other data the answer is 409 with the buyer as `currentResource` and the prospect as `proposedResource`, unless `resolve` says whose counts; kycMode is compared as well. A CONSUMER is 422. MARKETPLACE_LED needs the capability allowMarketplaceLedKyc.
   * @throws ProblemError `not-found`, `capability-required`, `milestone-already-set`, `resource-exists-different-body`, `buyer-blocked`, `kyc-mode-downgrade`, `validation-error`, and those of every call
   * @see convertProspect: POST /v1/partners/{sellerId}/prospects/{prospectUuid}/convert
   */
  convert(input: ConvertProspectInput, options?: CallOptions): Call<Buyer>;
  /**
   * Decide not to go on with a prospect.
   * Its files are removed, and what is left of it goes after 30 days. The answer says nothing of people.
   * @throws ProblemError `not-found`, `milestone-already-set`, `validation-error`, and those of every call
   * @see declineProspect: POST /v1/partners/{sellerId}/prospects/{prospectUuid}/decline
   */
  decline(input: DeclineProspectInput, options?: CallOptions): Call<Prospect>;
  /**
   * Remove a prospect for good.
   * Its data, its files and the proof of its address go at once, in whatever state it is; the bytes of files within hours. A buyer that it has become stays, and has an erasure of its own. Doing it again is 404.
   * @throws ProblemError `not-found`, `validation-error`, and those of every call
   * @see eraseProspect: POST /v1/partners/{sellerId}/prospects/{prospectUuid}/erase
   */
  erase(input: EraseProspectInput, options?: CallOptions): Call<ProspectErasure>;
}

export interface WebhooksMethods {
  /**
   * List the webhook endpoints of the organization, the newest first.
   * A bare array: there are at most 20.
   * @see listWebhooks: GET /v1/webhooks
   */
  list(input?: ListWebhooksInput, options?: CallOptions): Call<readonly Webhook[]>;
  /**
   * Register a webhook endpoint.
   * At most 20 endpoints per organization. The same url may be registered more than once, so that a new secret can be brought in beside the old one. The secret is shown in this answer and its replays only.
   * @throws ProblemError `validation-error`, and those of every call
   * @see createWebhook: POST /v1/webhooks
   */
  create(input: CreateWebhookInput, options?: CallOptions): Call<CreatedWebhook>;
  /**
   * Read one webhook endpoint.
   * @throws ProblemError `not-found`, and those of every call
   * @see getWebhook: GET /v1/webhooks/{id}
   */
  get(input: GetWebhookInput, options?: CallOptions): Call<Webhook>;
  /**
   * Change a webhook endpoint, or resume or disable it.
   * Members that are left out stay, and so does what repeats its present value: the whole endpoint may be sent back; another value of what cannot be changed is 422. `status: ACTIVE` on a PAUSED or DISABLED endpoint forgets its failures and sends what was held, in order. A new url counts for what is waiting, too.
   * @throws ProblemError `not-found`, `validation-error`, and those of every call
   * @see patchWebhook: PATCH /v1/webhooks/{id}
   */
  patch(input: PatchWebhookInput, options?: CallOptions): Call<Webhook>;
  /**
   * Remove a webhook endpoint.
   * Its deliveries and their history go with it. An attempt under way may still arrive.
   * @throws ProblemError `not-found`, and those of every call
   * @see deleteWebhook: DELETE /v1/webhooks/{id}
   */
  delete(input: DeleteWebhookInput, options?: CallOptions): Call<void>;
  /**
   * Send a test event to a webhook endpoint.
   * Signed and retried like any other, whatever the endpoint is subscribed to, and marked by the header `X-Novatrade-Test: true`; its envelope has no partnerUuid. Held while the endpoint is not ACTIVE.
   * @throws ProblemError `not-found`, `validation-error`, and those of every call
   * @see fireTest: POST /v1/webhooks/{id}/test
   */
  fireTest(input: FireTestInput, options?: CallOptions): Call<Delivery>;
}

export interface DeliveriesMethods {
  /**
   * What was sent to a webhook endpoint, or waits to be.
   * Kept 30 days. The newest first; sort by createdAt.
   * Awaited it is one page; by `for await` all entries, page after page.
   * @throws ProblemError `not-found`, `validation-error`, and those of every call
   * @see listDeliveries: GET /v1/webhooks/{id}/deliveries
   */
  list(input: ListDeliveriesInput, options?: CallOptions): Listing<Delivery, DeliveryPage>;
  /**
   * Send a delivery again.
   * Whatever became of it: the same event id and body, a fresh signature and a fresh plan of retries. Held while the endpoint is not ACTIVE.
   * @throws ProblemError `not-found`, `validation-error`, and those of every call
   * @see replayDelivery: POST /v1/webhooks/{id}/deliveries/{deliveryId}/replay
   */
  replay(input: ReplayDeliveryInput, options?: CallOptions): Call<Delivery>;
}

export interface EventsMethods {
  /**
   * Pull the events of the organization, the oldest first.
   * What webhooks are sent, for those who cannot receive them: the same envelopes with the same ids, kept 30 days, about the sellers that the organization has a grant on, from the grant on. Nothing appears before a `nextCursor` that was given out. Begin without `after`, or with `latest` for what comes from now on, then give back `nextCursor` as `after`: at once while `hasMore` is true, otherwise with `wait`. An answer without events has a `nextCursor` too. Tests of webhook endpoints are not among them.
   * Awaited it is one answer; by `for await` what is there, and with `wait` all that comes, without end.
   * @throws ProblemError `validation-error`, and those of every call
   * @see listEvents: GET /v1/events
   */
  list(input?: ListEventsInput, options?: CallOptions): Listing<EventEnvelope, EventPage>;
}

/** Of `getMe`: Who the caller is: organization, partners, capabilities. */
export interface GetMeInput {}

/** Of `getSellerContact`: Whom the buyers of a partner are told to ask. */
export interface GetSellerContactInput {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
}

/** Of `setSellerContact`: Set whom the buyers of a partner are told to ask. */
export interface SetSellerContactInput extends SellerContactBody {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
}

/** Of `listBuyers`: List or look up buyers of a partner. */
export interface ListBuyersInput {
  /** Page number from 0. 0 to 1,000,000. */
  readonly page?: number | undefined;
  /** Entries a page, 1 to 100. */
  readonly size?: number | undefined;
  /** Goes on behind the last entry shown: the nextCursor of the page before, with the same filters, any size, and without page and sort; empty: from the oldest on. Nothing that is written meanwhile is passed over. Opaque, at most 500 characters; one of another list or with other filters is 422. */
  readonly cursor?: string | undefined;
  /** Field and direction (in any case), such as `createdAt,desc`, the default. Fields: createdAt, updatedAt, companyName, vatNumber. */
  readonly sort?: string | undefined;
  /** Read like one that is written: case and blanks aside, GR as EL. At most 20 characters. */
  readonly vatNumber?: string | undefined;

  readonly status?: BuyerStatus | undefined;
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
}

/** Of `upsertBuyer`: Create a buyer, or find it by its VAT number. */
export interface UpsertBuyerInput extends UpsertBuyerBody {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
}

/** Of `getBuyer`: Read one buyer. */
export interface GetBuyerInput {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The buyer. */
  readonly buyerId: string;
  /**
   * An ETag; when it is still current the answer is 304.
   * The `version` that was read will do.
   */
  readonly ifNoneMatch?: number | string | undefined;
}

/** Of `patchBuyer`: Change members of a buyer. */
export interface PatchBuyerInput extends PatchBuyerBody {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The buyer. */
  readonly buyerId: string;
  /**
   * The ETag that was read, such as `"0"`, or several, or `*`.
   * The `version` that was read will do.
   */
  readonly ifMatch: number | string;
}

/** Of `blockBuyer`: Block a buyer: no invitation can be made, sent or completed. */
export interface BlockBuyerInput {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The buyer. */
  readonly buyerId: string;
}

/** Of `unblockBuyer`: Unblock a buyer. */
export interface UnblockBuyerInput {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The buyer. */
  readonly buyerId: string;
}

/** Of `eraseBuyer`: Take out of a buyer, for good, all that names people. */
export interface EraseBuyerInput extends EraseBuyerBody {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The buyer. */
  readonly buyerId: string;
}

/** Of `listContacts`: The contacts of a buyer, in the order of their coming. */
export interface ListContactsInput {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The buyer. */
  readonly buyerId: string;
  /** Why personal data is read, in your own words; kept for 6 years where the reading is logged. At most 200 printable ASCII characters; others are 400. */
  readonly purpose?: string | undefined;
}

/** Of `createContact`: Add a contact to a buyer. */
export interface CreateContactInput extends ContactInput {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The buyer. */
  readonly buyerId: string;
}

/** Of `getContact`: Read one contact of a buyer. */
export interface GetContactInput {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The buyer. */
  readonly buyerId: string;
  /** The contact. */
  readonly contactUuid: string;
  /** Why personal data is read, in your own words; kept for 6 years where the reading is logged. At most 200 printable ASCII characters; others are 400. */
  readonly purpose?: string | undefined;
}

/** Of `patchContact`: Change members of a contact. */
export interface PatchContactInput extends PatchContactBody {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The buyer. */
  readonly buyerId: string;
  /** The contact. */
  readonly contactUuid: string;
  /** Why personal data is read, in your own words; kept for 6 years where the reading is logged. At most 200 printable ASCII characters; others are 400. */
  readonly purpose?: string | undefined;
}

/** Of `deleteContact`: Remove a contact of a buyer. */
export interface DeleteContactInput {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The buyer. */
  readonly buyerId: string;
  /** The contact. */
  readonly contactUuid: string;
}

/** Of `getKycStatus`: How far the KYC of a buyer has come. */
export interface GetKycStatusInput {
  /** What the answer tells besides. */
  readonly expand?: KycStatusExpand | undefined;
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The buyer. */
  readonly buyerId: string;
}

/** Of `getKycProfile`: Get the KYC profile of a verified buyer as a sealed PDF. */
export interface GetKycProfileInput {
  /** Of the paper, beside English: a BCP 47 tag of an official language of the European Union. Default: the one that most people of the seller's country read. At most 35 characters. */
  readonly language?: string | undefined;
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The buyer. */
  readonly buyerId: string;
  /** Why personal data is read, in your own words; kept for 6 years where the reading is logged. At most 200 printable ASCII characters; others are 400. */
  readonly purpose?: string | undefined;
}

/** Of `requestViesCheck`: Have the VAT number of a buyer checked against VIES. */
export interface RequestViesCheckInput {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The buyer. */
  readonly buyerId: string;
}

/** Of `listViesChecks`: List the checks of the VAT numbers of a buyer, the latest first. */
export interface ListViesChecksInput {
  /** Page number from 0. 0 to 1,000,000. */
  readonly page?: number | undefined;
  /** Entries a page, 1 to 100. */
  readonly size?: number | undefined;
  /** Goes on behind the last entry shown: the nextCursor of the page before, with the same filters, any size, and without page and sort; empty: from the oldest on. Nothing that is written meanwhile is passed over. Opaque, at most 500 characters; one of another list or with other filters is 422. */
  readonly cursor?: string | undefined;
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The buyer. */
  readonly buyerId: string;
  /** Why personal data is read, in your own words; kept for 6 years where the reading is logged. At most 200 printable ASCII characters; others are 400. */
  readonly purpose?: string | undefined;
}

/** Of `startVerification`: Have a person of a buyer verified. */
export interface StartVerificationInput {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The buyer. */
  readonly buyerId: string;
}

/** Of `listDocuments`: List the KYC documents of a buyer, the superseded ones included. */
export interface ListDocumentsInput {
  /** Page number from 0. 0 to 1,000,000. */
  readonly page?: number | undefined;
  /** Entries a page, 1 to 100. */
  readonly size?: number | undefined;
  /** Field and direction (in any case), such as `createdAt,desc`, the default. Fields: createdAt. */
  readonly sort?: string | undefined;

  readonly type?: FiledDocumentType | undefined;

  readonly status?: DocumentStatus | undefined;
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The buyer. */
  readonly buyerId: string;
  /** Why personal data is read, in your own words; kept for 6 years where the reading is logged. At most 200 printable ASCII characters; others are 400. */
  readonly purpose?: string | undefined;
}

/** Of `uploadDocument`: Add a document to the KYC file of a buyer. */
export interface UploadDocumentInput extends Omit<UploadDocumentForm, 'file'> {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The buyer. */
  readonly buyerId: string;
  /** PDF, JPEG, PNG or HEIC, judged by content; at most 20 MB (20,971,520 bytes). */
  readonly file: FileToUpload;
  /** Default: the name of the file, where it has one. */
  readonly fileName?: string | undefined;
}

/** Of `readDocumentContent`: Download a file of a KYC document. */
export interface ReadDocumentContentInput {
  /** One of the files; default: the first. */
  readonly file?: string | undefined;
  /** review (default): the reviewCopy, which holds pages or a picture and nothing else. original: the file byte for byte as it was received, with whatever is in it. */
  readonly variant?: ContentVariant | undefined;
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The buyer. */
  readonly buyerId: string;
  /** The document. */
  readonly documentUuid: string;
  /** Why personal data is read, in your own words; kept for 6 years where the reading is logged. At most 200 printable ASCII characters; others are 400. */
  readonly purpose?: string | undefined;
}

/** Of `patchDocument`: Say until when an ACTIVE identity document is valid. */
export interface PatchDocumentInput extends PatchDocumentBody {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The buyer. */
  readonly buyerId: string;
  /** The document. */
  readonly documentUuid: string;
}

/** Of `withdrawDocument`: Take an ACTIVE document back: it counts no more. */
export interface WithdrawDocumentInput extends EndDocumentBody {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The buyer. */
  readonly buyerId: string;
  /** The document. */
  readonly documentUuid: string;
}

/** Of `rejectDocument`: Reject an ACTIVE document, with a reason that the buyer reads. */
export interface RejectDocumentInput extends RejectDocumentBody {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The buyer. */
  readonly buyerId: string;
  /** The document. */
  readonly documentUuid: string;
  /** Why personal data is read, in your own words; kept for 6 years where the reading is logged. At most 200 printable ASCII characters; others are 400. */
  readonly purpose?: string | undefined;
}

/** Of `createInvitation`: Invite a buyer by mail to complete his KYC file. */
export interface CreateInvitationInput extends CreateInvitationBody {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The buyer. */
  readonly buyerId: string;
  /** Why personal data is read, in your own words; kept for 6 years where the reading is logged. At most 200 printable ASCII characters; others are 400. */
  readonly purpose?: string | undefined;
}

/** Of `listInvitations`: List the invitations of a buyer. */
export interface ListInvitationsInput {
  /** Page number from 0. 0 to 1,000,000. */
  readonly page?: number | undefined;
  /** Entries a page, 1 to 100. */
  readonly size?: number | undefined;
  /** Goes on behind the last entry shown: the nextCursor of the page before, with the same filters, any size, and without page and sort; empty: from the oldest on. Nothing that is written meanwhile is passed over. Opaque, at most 500 characters; one of another list or with other filters is 422. */
  readonly cursor?: string | undefined;
  /** Field and direction (in any case), such as `createdAt,desc`, the default. Fields: createdAt, expiresAt. */
  readonly sort?: string | undefined;

  readonly status?: InvitationStatus | undefined;
  /** At most 254 characters. */
  readonly recipientEmail?: string | undefined;
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The buyer. */
  readonly buyerId: string;
  /** Why personal data is read, in your own words; kept for 6 years where the reading is logged. At most 200 printable ASCII characters; others are 400. */
  readonly purpose?: string | undefined;
}

/** Of `getInvitation`: Read one invitation. */
export interface GetInvitationInput {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The buyer. */
  readonly buyerId: string;
  /** The invitation. */
  readonly invitationUuid: string;
  /** Why personal data is read, in your own words; kept for 6 years where the reading is logged. At most 200 printable ASCII characters; others are 400. */
  readonly purpose?: string | undefined;
}

/** Of `revokeInvitation`: Revoke a self-service KYC invitation. */
export interface RevokeInvitationInput extends RevokeInvitationBody {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The buyer. */
  readonly buyerId: string;
  /** The invitation. */
  readonly invitationUuid: string;
  /** Why personal data is read, in your own words; kept for 6 years where the reading is logged. At most 200 printable ASCII characters; others are 400. */
  readonly purpose?: string | undefined;
}

/** Of `resendInvitation`: Send the invitation again, by the same link or a new one. */
export interface ResendInvitationInput extends NonNullable<ResendInvitationBody> {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The buyer. */
  readonly buyerId: string;
  /** The invitation. */
  readonly invitationUuid: string;
  /** Why personal data is read, in your own words; kept for 6 years where the reading is logged. At most 200 printable ASCII characters; others are 400. */
  readonly purpose?: string | undefined;
}

/** Of `listInvitationActivity`: What happened with the invitation, oldest first. */
export interface ListInvitationActivityInput {
  /** Page number from 0. 0 to 1,000,000. */
  readonly page?: number | undefined;
  /** Entries a page, 1 to 100. */
  readonly size?: number | undefined;
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The buyer. */
  readonly buyerId: string;
  /** The invitation. */
  readonly invitationUuid: string;
  /** Why personal data is read, in your own words; kept for 6 years where the reading is logged. At most 200 printable ASCII characters; others are 400. */
  readonly purpose?: string | undefined;
}

/** Of `getInvitationSubmission`: What the buyer sent by the invitation, with his corrections of the company data. */
export interface GetInvitationSubmissionInput {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The buyer. */
  readonly buyerId: string;
  /** The invitation. */
  readonly invitationUuid: string;
  /** Why personal data is read, in your own words; kept for 6 years where the reading is logged. At most 200 printable ASCII characters; others are 400. */
  readonly purpose?: string | undefined;
}

/** Of `listInvitationsOfPartner`: List all invitations of a partner, of both kinds. */
export interface ListInvitationsOfPartnerInput {
  /** Page number from 0. 0 to 1,000,000. */
  readonly page?: number | undefined;
  /** Entries a page, 1 to 100. */
  readonly size?: number | undefined;
  /** Goes on behind the last entry shown: the nextCursor of the page before, with the same filters, any size, and without page and sort; empty: from the oldest on. Nothing that is written meanwhile is passed over. Opaque, at most 500 characters; one of another list or with other filters is 422. */
  readonly cursor?: string | undefined;
  /** Field and direction (in any case), such as `createdAt,desc`, the default. Fields: createdAt, expiresAt. */
  readonly sort?: string | undefined;

  readonly status?: InvitationStatus | undefined;
  /** At most 254 characters. */
  readonly recipientEmail?: string | undefined;

  readonly kind?: InvitationKind | undefined;

  readonly buyerId?: string | undefined;
  /** Made after this instant. RFC 3339, between date and time a `T` or a blank; the offset may lack its colon, and is below 16 hours. */
  readonly createdAfter?: string | Date | undefined;
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** Why personal data is read, in your own words; kept for 6 years where the reading is logged. At most 200 printable ASCII characters; others are 400. */
  readonly purpose?: string | undefined;
}

/** Of `getInvitationOfPartner`: Read one invitation. */
export interface GetInvitationOfPartnerInput {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The invitation. */
  readonly invitationUuid: string;
  /** Why personal data is read, in your own words; kept for 6 years where the reading is logged. At most 200 printable ASCII characters; others are 400. */
  readonly purpose?: string | undefined;
}

/** Of `revokeInvitationOfPartner`: Revoke an invitation of a partner. */
export interface RevokeInvitationOfPartnerInput extends RevokeInvitationBody {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The invitation. */
  readonly invitationUuid: string;
  /** Why personal data is read, in your own words; kept for 6 years where the reading is logged. At most 200 printable ASCII characters; others are 400. */
  readonly purpose?: string | undefined;
}

/** Of `listInvitationActivityOfPartner`: What happened with the invitation, oldest first. */
export interface ListInvitationActivityOfPartnerInput {
  /** Page number from 0. 0 to 1,000,000. */
  readonly page?: number | undefined;
  /** Entries a page, 1 to 100. */
  readonly size?: number | undefined;
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The invitation. */
  readonly invitationUuid: string;
  /** Why personal data is read, in your own words; kept for 6 years where the reading is logged. At most 200 printable ASCII characters; others are 400. */
  readonly purpose?: string | undefined;
}

/** Of `getInvitationSubmissionOfPartner`: What the buyer sent by the invitation, with his corrections of the company data. */
export interface GetInvitationSubmissionOfPartnerInput {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The invitation. */
  readonly invitationUuid: string;
  /** Why personal data is read, in your own words; kept for 6 years where the reading is logged. At most 200 printable ASCII characters; others are 400. */
  readonly purpose?: string | undefined;
}

/** Of `getInvitationQrCode`: Get the link as a QR code. */
export interface GetInvitationQrCodeInput {
  /** Default svg. */
  readonly format?: QrCodeFormat | undefined;
  /** Of a side, in pixels, 128 to 2,048, with the quiet zone. Default 512. */
  readonly size?: number | undefined;
  /** How much may be spoilt: about 7, 15, 25 or 30 %. Default M. */
  readonly errorCorrection?: QrCodeErrorCorrection | undefined;
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The invitation. */
  readonly invitationUuid: string;
}

/** Of `getInvitationPoster`: Get a PROSPECT link as a poster to print. */
export interface GetInvitationPosterInput {
  /** BCP 47, in any case: one of the languages of the page, also with a script, region, variant or extension (`de-AT`). Default: the language of the link. At most 35 characters. */
  readonly locale?: string | undefined;
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The invitation. */
  readonly invitationUuid: string;
}

/** Of `createProspectLink`: Make a link to publish, for people not yet known. */
export interface CreateProspectLinkInput extends CreateProspectLinkBody {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** Why personal data is read, in your own words; kept for 6 years where the reading is logged. At most 200 printable ASCII characters; others are 400. */
  readonly purpose?: string | undefined;
}

/** Of `updateProspectLink`: Change label, end or cap of a PROSPECT link. */
export interface UpdateProspectLinkInput extends UpdateProspectLinkBody {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The invitation. */
  readonly invitationUuid: string;
  /** Why personal data is read, in your own words; kept for 6 years where the reading is logged. At most 200 printable ASCII characters; others are 400. */
  readonly purpose?: string | undefined;
}

/** Of `listProspects`: List what people have sent on the PROSPECT links of a partner. */
export interface ListProspectsInput {
  /** Page number from 0. 0 to 1,000,000. */
  readonly page?: number | undefined;
  /** Entries a page, 1 to 100. */
  readonly size?: number | undefined;
  /** Goes on behind the last entry shown: the nextCursor of the page before, with the same filters, any size, and without page and sort; empty: from the oldest on. Nothing that is written meanwhile is passed over. Opaque, at most 500 characters; one of another list or with other filters is 422. */
  readonly cursor?: string | undefined;
  /** Field and direction (in any case), such as `submittedAt,desc`, the default. Fields: submittedAt. */
  readonly sort?: string | undefined;
  /** The link on which they came. */
  readonly invitationUuid?: string | undefined;

  readonly type?: ProspectType | undefined;

  readonly status?: ProspectStatus | undefined;
  /** Submitted after this instant. RFC 3339, between date and time a `T` or a blank; the offset may lack its colon, and is below 16 hours. */
  readonly createdAfter?: string | Date | undefined;
  /** Read like one that is written: case and blanks aside, GR as EL. At most 20 characters. */
  readonly vatNumber?: string | undefined;
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** Why personal data is read, in your own words; kept for 6 years where the reading is logged. At most 200 printable ASCII characters; others are 400. */
  readonly purpose?: string | undefined;
}

/** Of `getProspect`: Read one prospect, with what VIES says of its VAT number. */
export interface GetProspectInput {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The prospect. */
  readonly prospectUuid: string;
  /** Why personal data is read, in your own words; kept for 6 years where the reading is logged. At most 200 printable ASCII characters; others are 400. */
  readonly purpose?: string | undefined;
}

/** Of `listProspectDocuments`: List the files that came with a prospect, the newest first. */
export interface ListProspectDocumentsInput {
  /** Page number from 0. 0 to 1,000,000. */
  readonly page?: number | undefined;
  /** Entries a page, 1 to 100. */
  readonly size?: number | undefined;
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The prospect. */
  readonly prospectUuid: string;
  /** Why personal data is read, in your own words; kept for 6 years where the reading is logged. At most 200 printable ASCII characters; others are 400. */
  readonly purpose?: string | undefined;
}

/** Of `readProspectDocumentContent`: Download a file that came with a prospect. */
export interface ReadProspectDocumentContentInput {
  /** review (default): the reviewCopy, which holds pages or a picture and nothing else. original: the file byte for byte as it was received, with whatever is in it. */
  readonly variant?: ContentVariant | undefined;
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The prospect. */
  readonly prospectUuid: string;
  /** The document. */
  readonly documentUuid: string;
  /** Why personal data is read, in your own words; kept for 6 years where the reading is logged. At most 200 printable ASCII characters; others are 400. */
  readonly purpose?: string | undefined;
}

/** Of `convertProspect`: Make a buyer of a COMPANY, or add its documents to the buyer who has its VAT number. */
export interface ConvertProspectInput extends ConvertProspectBody {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The prospect. */
  readonly prospectUuid: string;
}

/** Of `declineProspect`: Decide not to go on with a prospect. */
export interface DeclineProspectInput extends DeclineProspectBody {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The prospect. */
  readonly prospectUuid: string;
}

/** Of `eraseProspect`: Remove a prospect for good. */
export interface EraseProspectInput extends EraseProspectBody {
  /** The seller: one of the authorized partners. */
  readonly sellerId: string;
  /** The prospect. */
  readonly prospectUuid: string;
}

/** Of `listWebhooks`: List the webhook endpoints of the organization, the newest first. */
export interface ListWebhooksInput {}

/** Of `createWebhook`: Register a webhook endpoint. */
export interface CreateWebhookInput extends CreateWebhookBody {}

/** Of `getWebhook`: Read one webhook endpoint. */
export interface GetWebhookInput {
  /** The endpoint, `wh_...`. */
  readonly id: string;
}

/** Of `patchWebhook`: Change a webhook endpoint, or resume or disable it. */
export interface PatchWebhookInput extends PatchWebhookBody {
  /** The endpoint, `wh_...`. */
  readonly id: string;
}

/** Of `deleteWebhook`: Remove a webhook endpoint. */
export interface DeleteWebhookInput {
  /** The endpoint, `wh_...`. */
  readonly id: string;
}

/** Of `fireTest`: Send a test event to a webhook endpoint. */
export interface FireTestInput extends FireTestBody {
  /** The endpoint, `wh_...`. */
  readonly id: string;
}

/** Of `listDeliveries`: What was sent to a webhook endpoint, or waits to be. */
export interface ListDeliveriesInput {
  /** Page number from 0. 0 to 1,000,000. */
  readonly page?: number | undefined;
  /** Entries a page, 1 to 100. */
  readonly size?: number | undefined;
  /** Field and direction (in any case), such as `createdAt,desc`, the default. Fields: createdAt. */
  readonly sort?: string | undefined;

  readonly status?: DeliveryStatus | undefined;
  /** Made at this instant or later. RFC 3339, between date and time a `T` or a blank; the offset may lack its colon, and is below 16 hours. */
  readonly since?: string | Date | undefined;
  /** The endpoint, `wh_...`. */
  readonly id: string;
}

/** Of `replayDelivery`: Send a delivery again. */
export interface ReplayDeliveryInput {
  /** The endpoint, `wh_...`. */
  readonly id: string;
  /** The delivery, `del_...`. */
  readonly deliveryId: string;
}

/** Of `listEvents`: Pull the events of the organization, the oldest first. */
export interface ListEventsInput {
  /** Goes on behind this event: the nextCursor of the answer before. Left out: from the oldest that is kept. `latest`, to begin from now on: answered at once, without events, and with a nextCursor behind all that there is; where that is missing there has been none yet, then go on without `after`. An event that is not there, or older than 30 days with others behind it, is 422: begin anew without it. */
  readonly after?: string | undefined;
  /** Types of events, or all of a segment, such as `kyc.*`. There is no `*` for everything. 1 to 20 entries. */
  readonly types?: readonly Subscription[] | undefined;
  /** Entries a page, 1 to 100. */
  readonly size?: number | undefined;
  /** Where there is nothing to show, so many seconds are waited for it, 0 to 20. The answer comes as soon as there is something, and empty at the end; at once where too many of the organization are waiting (20 in each process). */
  readonly wait?: number | undefined;
}
