import { formatMinutes, translatorFor } from '../../../modules/texts/index.ts';
import { html, type Html } from '../../../platform/markup/html.ts';
import { icons } from '../../shared/icons.ts';
import type { SessionPlace } from '../session/session-address.ts';
import { DEVICE_LINK_SECONDS } from './device-link.ts';
import { renderQrCode } from './qr-code.ts';

/** To take the photos with the phone; shown on desktops only. */
export interface DeviceOffer {
  /** Of the code, where the visitor asked for one. */
  readonly url?: string | undefined;
}

const SHOW = 'show';

export function isCodeAskedFor(query: unknown): boolean {
  return (query as { device?: unknown }).device === SHOW;
}

/** The script puts what a link of it leads to in its place, without leaving the page. */
export function renderDeviceOffer({ url }: DeviceOffer, place: SessionPlace): Html {
  const translate = translatorFor(place.language);
  // Without a fragment: a link to the very address at hand, fragment and all, would fetch nothing anew.
  const showUrl = `${place.sessionPath('documents')}?device=${SHOW}`;
  if (url === undefined) {
    return html`<div class="device" data-device>
      <a class="link-alone" href="${showUrl}" data-device-link>!${icons.phone}${translate('device.title')}</a>
    </div>`;
  }
  const minutes = formatMinutes(DEVICE_LINK_SECONDS / 60, place.language);
  return html`<section
    class="card device"
    aria-labelledby="device-heading"
    data-device
    data-device-seconds="${DEVICE_LINK_SECONDS}"
  >
    <div class="device-words">
      <h2 id="device-heading" tabindex="-1">${translate('device.title')}</h2>
      <p>${translate('device.scan')}</p>
      <p>${translate('device.caution')}</p>
      <p data-device-left>${translate('device.left', { time: minutes })}</p>
      <p class="device-came" data-device-came hidden></p>
      <p class="device-links">
        <a class="link-alone" href="${showUrl}" data-device-arrived>${translate('device.arrived')}</a>
        <a class="link-alone" href="${showUrl}" data-device-link>${translate('device.renew')}</a>
        <a class="link-alone" href="${place.sessionPath('documents')}" data-device-link>${translate('device.hide')}</a>
      </p>
      <p class="device-other">${translate('device.otherWay')}</p>
    </div>
    <div class="device-code" data-device-code>!${renderQrCode(url, translate('device.code'))}</div>
  </section>`;
}
