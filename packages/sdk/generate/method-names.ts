/**
 * Which method of the client makes each call, by the operation's id. The verb of the id is the method and its noun the group; what the id
 * says besides stays with the method. `npm run generate` stops at an operation without a name, and at a name without an operation.
 */
export const METHOD_NAMES: Readonly<Record<string, `${string}.${string}`>> = {
  getMe: 'me.get',
  getSellerContact: 'sellerContact.get',
  setSellerContact: 'sellerContact.set',

  listBuyers: 'buyers.list',
  upsertBuyer: 'buyers.upsert',
  getBuyer: 'buyers.get',
  patchBuyer: 'buyers.patch',
  blockBuyer: 'buyers.block',
  unblockBuyer: 'buyers.unblock',
  eraseBuyer: 'buyers.erase',

  listContacts: 'contacts.list',
  createContact: 'contacts.create',
  getContact: 'contacts.get',
  patchContact: 'contacts.patch',
  deleteContact: 'contacts.delete',

  getKycStatus: 'kyc.getStatus',
  getKycProfile: 'kyc.getProfile',
  requestViesCheck: 'viesChecks.request',
  listViesChecks: 'viesChecks.list',
  startVerification: 'verifications.start',

  listDocuments: 'documents.list',
  uploadDocument: 'documents.upload',
  readDocumentContent: 'documents.readContent',
  patchDocument: 'documents.patch',
  withdrawDocument: 'documents.withdraw',
  rejectDocument: 'documents.reject',

  createInvitation: 'invitations.create',
  listInvitations: 'invitations.list',
  getInvitation: 'invitations.get',
  revokeInvitation: 'invitations.revoke',
  resendInvitation: 'invitations.resend',
  listInvitationActivity: 'invitations.listActivity',
  getInvitationSubmission: 'invitations.getSubmission',
  listInvitationsOfPartner: 'invitations.listOfPartner',
  getInvitationOfPartner: 'invitations.getOfPartner',
  revokeInvitationOfPartner: 'invitations.revokeOfPartner',
  listInvitationActivityOfPartner: 'invitations.listActivityOfPartner',
  getInvitationSubmissionOfPartner: 'invitations.getSubmissionOfPartner',
  getInvitationQrCode: 'invitations.getQrCode',
  getInvitationPoster: 'invitations.getPoster',

  createProspectLink: 'prospectLinks.create',
  updateProspectLink: 'prospectLinks.update',

  listProspects: 'prospects.list',
  getProspect: 'prospects.get',
  listProspectDocuments: 'prospects.listDocuments',
  readProspectDocumentContent: 'prospects.readDocumentContent',
  convertProspect: 'prospects.convert',
  declineProspect: 'prospects.decline',
  eraseProspect: 'prospects.erase',

  listWebhooks: 'webhooks.list',
  createWebhook: 'webhooks.create',
  getWebhook: 'webhooks.get',
  patchWebhook: 'webhooks.patch',
  deleteWebhook: 'webhooks.delete',
  fireTest: 'webhooks.fireTest',
  listDeliveries: 'deliveries.list',
  replayDelivery: 'deliveries.replay',

  listEvents: 'events.list',
};
