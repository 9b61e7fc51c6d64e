-- Capabilities by name (contract 2.8): which there are the modules say, so that a new one needs no column. The four columns of
-- before are not read any more; they go with a later release, when no process of the old one can be running.
alter table organizations add column capabilities text[] not null default '{}';
update organizations set capabilities = array_remove(array[
  case when allow_contact_personal_data then 'allowContactPersonalData' end,
  case when allow_kyc_document_download then 'allowKycDocumentDownload' end,
  case when allow_marketplace_led_kyc then 'allowMarketplaceLedKyc' end,
  case when allow_multi_vin_orders then 'allowMultiVinOrders' end], null);
