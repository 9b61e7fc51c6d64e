// \0rolldown/runtime.js
var e = Object.create, t = Object.defineProperty, n = Object.getOwnPropertyDescriptor, r = Object.getOwnPropertyNames, i = Object.getPrototypeOf, a = Object.prototype.hasOwnProperty, o = (e, t) => () => (t || (e((t = { exports: {} }).exports, t, t.exports), e = null), t.exports), s = (e, i, o, s) => {
	if (i && typeof i == "object" || typeof i == "function") for (var c = r(i), l = 0, u = c.length, d; l < u; l++) d = c[l], !a.call(e, d) && d !== o && t(e, d, {
		get: ((e) => i[e]).bind(null, d),
		enumerable: !(s = n(i, d)) || s.enumerable
	});
	return e;
}, c = (n, r, o) => (o = n == null ? {} : e(i(n)), s(r || !n || !n.__esModule || !a.call(n, "default") ? t(o, "default", {
	value: n,
	enumerable: !0
}) : o, n));
// packages/portal/src/make-element.ts
function l(e, t = {}, ...n) {
	let r = document.createElement(e);
	for (let [e, n] of Object.entries(t)) r.setAttribute(e, n);
	return r.append(...n), r;
}
// packages/portal/src/announcer.ts
var u = 4e3;
function d(e) {
	let t = l("p", {
		class: "visually-hidden",
		role: "status"
	});
	e.append(t);
	let n = [], r;
	function i() {
		r = void 0, n.length !== 0 && (t.textContent = n.map(({ text: e }) => e).join(" "), n = [], r = setTimeout(i, u));
	}
	return { say(e, t = !1) {
		t && (n = n.filter((e) => !e.isProgress)), n.push({
			text: e,
			isProgress: t
		}), r ??= setTimeout(i, 0);
	} };
}
// packages/portal/src/arrivals.ts
var f = 3e3, p = 6e4, m = 9e5;
function h(e) {
	let t = 0, n = f, r;
	function i() {
		clearTimeout(r), performance.now() < t && (r = setTimeout(() => void a(), n));
	}
	async function a() {
		if (document.visibilityState !== "visible") return;
		let t = await e.look();
		t !== "over" && (n = t === "failed" ? Math.min(n * 2, p) : f, i());
	}
	return document.addEventListener("visibilitychange", i), { expect() {
		t = performance.now() + m, n = f, i();
	} };
}
// packages/portal/src/device-offer.ts
var g = 15e3;
function _(e, t, { announcer: n, parts: r }) {
	let i = h(r), a = [], o = () => void 0, s = !1, c = (t) => e.querySelector(`[data-device${t}]`);
	function l() {
		let e = c("-came");
		e && a.length !== 0 && (e.textContent = b(a, t), e.hidden = !1);
	}
	function u() {
		o();
		let e = Number(c("")?.dataset.deviceSeconds ?? 0);
		e !== 0 && (s = !0, c("-arrived")?.remove(), l(), i.expect(), o = y(e, (e) => {
			let r = c("-left");
			e <= 0 && c("-code")?.remove(), e <= 0 && n.say(t.say("device-over")), r && (r.textContent = e <= 0 ? t.say("device-over") : t.say("device-left", { time: t.seconds(e) }));
		}));
	}
	async function d(e) {
		let t = await v(e.href), n = c("");
		if (!t || !n) return location.assign(e.href);
		n.replaceWith(t), t.querySelector("h2, a")?.focus(), u();
	}
	e.addEventListener("click", (e) => {
		let t = e.target instanceof Element ? e.target.closest("a[data-device-link]") : null;
		!(t instanceof HTMLAnchorElement) || e.ctrlKey || e.metaKey || e.shiftKey || (e.preventDefault(), d(t));
	}), r.onNews((e) => {
		s && (a.push(...e), n.say(b(e, t)), l(), i.expect());
	}), u();
}
async function v(e) {
	let t = await fetch(e, { headers: { accept: "text/html" } }).catch(() => void 0);
	return t?.ok ? new DOMParser().parseFromString(await t.text(), "text/html").querySelector("[data-device]") : null;
}
function y(e, t) {
	let n = performance.now() + e * 1e3, r = setInterval(() => {
		let e = Math.ceil((n - performance.now()) / 1e3);
		e <= 0 && clearInterval(r), t(e);
	}, g);
	return () => clearInterval(r);
}
function b(e, t) {
	let n = new Intl.ListFormat(document.documentElement.lang).format(e);
	return t.say("device-came", { files: n });
}
// packages/portal/src/file-sources.ts
function x(e, t, n) {
	ee(e, n), ne(e, n), re(e, n), S() && ie(e, t);
}
function S() {
	return matchMedia("(pointer: coarse)").matches;
}
function C(e) {
	return e instanceof Element ? e.closest("[data-document]") : null;
}
function ee(e, t) {
	e.addEventListener("change", ({ target: e }) => {
		let n = C(e);
		if (!n) return;
		let r = te(e) ? [e] : n.querySelectorAll("input[type=\"file\"]");
		for (let e of r) {
			let r = Array.from(e.files ?? []);
			r.length > 0 && t(n, r) && (e.value = "");
		}
	}), e.addEventListener("submit", (e) => {
		let { target: t } = e;
		t instanceof HTMLFormElement && t.matches(".upload") && e.preventDefault();
	});
}
function te(e) {
	return e instanceof HTMLInputElement && e.type === "file";
}
function ne(e, t) {
	let n = (e) => e.dataTransfer?.types.includes("Files") === !0, r = (t) => {
		for (let n of e.querySelectorAll(".is-drop-target")) n !== t && n.classList.remove("is-drop-target");
		t?.classList.add("is-drop-target");
	};
	document.addEventListener("dragover", (e) => {
		n(e) && (e.preventDefault(), r(C(e.target)));
	}), document.addEventListener("dragleave", (e) => void (e.relatedTarget === null && r(null))), document.addEventListener("drop", (e) => {
		if (!n(e)) return;
		e.preventDefault(), r(null);
		let i = C(e.target), a = Array.from(e.dataTransfer?.files ?? []);
		i && a.length > 0 && t(i, a);
	});
}
function re(e, t) {
	document.addEventListener("paste", (n) => {
		let r = Array.from(n.clipboardData?.files ?? []), i = e.querySelector("[data-open=\"yes\"]")?.closest("[data-document]"), a = C(document.activeElement) ?? i ?? e.querySelector("[data-document]");
		r.length !== 0 && a && (n.preventDefault(), t(a, r));
	});
}
function ie(e, t) {
	for (let n of e.querySelectorAll("[data-document]")) {
		let e = l("input", {
			type: "file",
			accept: "image/*",
			capture: "environment",
			class: "visually-hidden"
		}), r = l("span", { class: "visually-hidden" }, `: ${n.dataset.name}`);
		n.querySelector("[data-part^=\"form-\"]")?.after(l("label", { class: "button button-secondary camera" }, t.say("camera"), r, e));
	}
}
// packages/portal/src/our-answers.ts
var ae = "X-Novatrade-Page";
function w(e) {
	return !!e(ae);
}
var oe = /* @__PURE__ */ new Set([
	408,
	413,
	423,
	425,
	429
]);
function T(e, t) {
	return w(t) ? !1 : e === 501 || e >= 400 && e < 500 && !oe.has(e);
}
function E(e) {
	return e === 429 || e >= 500 && e !== 501;
}
function D(e) {
	return Number(e("Retry-After")) || 0;
}
// packages/portal/src/finish-upload.ts
var se = [
	1e3,
	2e3,
	4e3,
	8e3,
	15e3,
	3e4
];
async function ce(e) {
	for (let t of [0, ...se]) {
		await new Promise((e) => setTimeout(e, t));
		let n = await le(e).catch(() => void 0);
		if (n) return n;
	}
	return { kind: "failed" };
}
async function le(e) {
	let t = await fetch(`${e}/finish`, {
		method: "POST",
		headers: { accept: "application/json" }
	}), n = (e) => t.headers.get(e);
	if (T(t.status, n)) return { kind: "blocked" };
	if (E(t.status)) return {
		kind: "later",
		retryAfterSeconds: D(n)
	};
	if (!w(n)) return;
	if (t.status === 410 || t.status === 403) return { kind: "ended" };
	let { status: r, html: i, message: a } = await t.json();
	return r === "added" && i !== void 0 ? {
		kind: "added",
		html: i
	} : r === "refused" && a !== void 0 ? {
		kind: "refused",
		message: a
	} : t.status === 409 ? { kind: "incomplete" } : { kind: "gone" };
}
// packages/portal/src/patience.ts
var ue = 2e3, de = 6e4, fe = 36e5, pe = .2;
function me() {
	let e = ue, t = 0;
	return {
		next(n) {
			if (t > fe) return;
			let r = Math.max(e, n * 1e3) * (1 + Math.random() * pe);
			return e = Math.min(e * 2, de), t += r, r;
		},
		restart() {
			e = ue, t = 0;
		}
	};
}
// packages/portal/src/field-id.ts
function O(e) {
	return e.querySelector("form input[type=\"file\"]")?.id ?? `heading-${e.dataset.document}`;
}
// packages/portal/src/focus-card.ts
function he(e) {
	k(e);
	let t = e?.querySelector("form input[type=\"file\"]") ?? e?.querySelector("h2");
	t?.matches("h2") && (t.tabIndex = -1), t?.focus();
}
function k(e) {
	let t = e?.querySelector("details");
	t && (t.open = !0);
}
// packages/portal/src/card-folds.ts
function ge(e) {
	let t = _e(e), n = /* @__PURE__ */ new Set();
	function r() {
		let e = !1;
		for (let t of n) ye(t) || (n.delete(t), be(t) || (e ||= t.contains(document.activeElement), xe(t)));
		return e;
	}
	return { settle(i) {
		let a = t;
		t = _e(e);
		let o = a.filter((e) => !t.includes(e));
		for (let e of t) n.delete(e);
		for (let e of i ? o : []) n.add(e);
		let s = Array.from(n).at(-1), c = r(), l = o.length > 0 ? ve(t) : void 0;
		c && we(l ?? s)?.focus({ preventScroll: !0 }), i && o.length > 0 && (c || Se()) && Ce(l);
	} };
}
function _e(e) {
	return Array.from(e.querySelectorAll("[data-open=\"yes\"]")).map((e) => e.closest("[data-document]")).filter((e) => e !== null);
}
function ve(e) {
	let t = e.find((e) => e.querySelector("details")?.open);
	return k(t ?? e[0] ?? null), t ?? e[0];
}
function ye(e) {
	return e.querySelector(".file-sending, .files-unfinished [data-upload]:not([hidden])") !== null;
}
function be(e) {
	return e.querySelector(".file-doubt, .field-error") !== null;
}
function xe(e) {
	let t = e.querySelector("details");
	t && (t.open = !1);
}
function Se() {
	return document.activeElement === null || document.activeElement === document.body;
}
function Ce(e) {
	(e ?? document.querySelector("[data-continue]"))?.scrollIntoView({ block: "nearest" });
}
function we(e) {
	return e?.querySelector("summary");
}
// packages/portal/src/shown-files.ts
function Te(e) {
	let t = e.querySelectorAll(".files:not(.files-unfinished) form[action$=\"/remove\"]");
	return new Map(Array.from(t, (e) => [e.getAttribute("action") ?? "", De(e.closest(".file"))]));
}
function Ee(e, t) {
	let n = new Set(Array.from(e.querySelectorAll(".files-sending .file"), De));
	return [...Te(e)].filter(([e, r]) => !t.has(e) && !n.has(r)).map(([, e]) => e);
}
function De(e) {
	return e?.querySelector(".file-name")?.textContent?.trim() ?? "";
}
// packages/portal/src/page-parts.ts
var Oe = 2e4, ke = 304, Ae = 429;
function je(e, t) {
	let n = /* @__PURE__ */ new Map();
	for (let t of Ne(e)) n.set(A(t), t.innerHTML);
	let r = ge(e), i = !1, a = null, o = [];
	function s(i, a) {
		let o = typeof i == "string" ? new DOMParser().parseFromString(i, "text/html") : i;
		for (let t of Ne(e)) {
			let e = o.querySelector(`[data-part="${A(t)}"]`);
			e && e.innerHTML !== n.get(A(t)) && (n.set(A(t), e.innerHTML), Pe(t, e));
		}
		t(), r.settle(a);
	}
	async function c(t) {
		if (i) return "over";
		let n = {
			accept: "text/html",
			...t
		}, r = await fetch(e.dataset.parts ?? "", { headers: n }).catch(() => void 0);
		if (r?.status === ke) return "same";
		if (r && Me(r.status) && (i = !0), i) return "over";
		let c = r?.ok ? await r.text().catch(() => void 0) : void 0;
		if (c === void 0) return "failed";
		a = r?.headers.get("etag") ?? null;
		let l = Te(e);
		s(c, !1);
		let u = Ee(e, l);
		if (u.length > 0) for (let e of o) e(u);
		return "changed";
	}
	let l = async () => void await c({}), u = () => void (document.visibilityState === "visible" && l());
	return setInterval(u, Oe), document.addEventListener("visibilitychange", u), {
		apply: (e, t = !0) => s(e, t),
		refresh: l,
		look: () => c(a === null ? {} : { "if-none-match": a }),
		onNews: (e) => void o.push(e)
	};
}
function Me(e) {
	return e >= 400 && e < 500 && e !== Ae;
}
function Ne(e) {
	return Array.from(e.querySelectorAll("[data-part]"));
}
function A(e) {
	return e.dataset.part ?? "";
}
function Pe(e, t) {
	if (A(e).startsWith("form-") && e.childElementCount > 0 == t.childElementCount > 0) return;
	let n = e.contains(document.activeElement) ? Fe(document.activeElement) : void 0;
	if (e.replaceChildren(...t.childNodes), t.dataset.open !== void 0 && (e.dataset.open = t.dataset.open), !n) return;
	let r = e.querySelector(n), i = e.querySelector("[data-answer] button, summary");
	r ?? i ? (r ?? i)?.focus() : he(e.closest("[data-document]"));
}
function Fe(e) {
	let t = e?.closest("form");
	return t ? `form[action="${t.getAttribute("action")}"] button` : e?.matches("a") ? `a[href="${e.getAttribute("href")}"]` : void 0;
}
// packages/portal/src/refusals.ts
var Ie = "input, select, textarea";
function Le(e) {
	let t = e.querySelector("[data-error-template]");
	function n(e) {
		let t = `${e.id}-error`, n = document.getElementById(t);
		if (n) return n;
		let r = l("div", {
			class: "field-error",
			id: t,
			role: "alert",
			tabindex: "-1"
		}), i = e.closest(".upload-row, .document-head, select") ?? e;
		return e.matches(Ie) ? i.before(r) : i.after(r), Re(e, t, !0), r;
	}
	return {
		add(e, r) {
			let i = document.getElementById(r) ?? document.getElementById("file-count");
			if (!i || !t) return;
			k(i.closest("[data-document]"));
			let a = n(i), o = t.content.cloneNode(!0);
			o.querySelector("span")?.append(e), a.append(o), a.focus();
		},
		clear() {
			e.querySelector(".error-summary")?.remove();
			for (let t of e.querySelectorAll(".field-error")) {
				let e = document.getElementById(t.id.slice(0, -6));
				e && Re(e, t.id, !1), t.remove();
			}
			for (let t of e.querySelectorAll("[data-told]")) t.removeAttribute("data-told");
		}
	};
}
function Re(e, t, n) {
	if (!e.matches(Ie)) return;
	let r = (e.getAttribute("aria-describedby") ?? "").split(" ").filter((e) => e !== "" && e !== t), i = n ? [...r, t] : r;
	i.length > 0 ? e.setAttribute("aria-describedby", i.join(" ")) : e.removeAttribute("aria-describedby"), n ? e.setAttribute("aria-invalid", "true") : e.removeAttribute("aria-invalid");
}
// packages/portal/src/remove-files.ts
var ze = 422;
function Be(e, t, { parts: n, announcer: r, errors: i }) {
	e.addEventListener("submit", (e) => {
		let { target: t } = e, n = t instanceof HTMLFormElement && t.action.endsWith("/remove");
		(n || t instanceof HTMLFormElement && t.action.endsWith("/restore")) && (e.preventDefault(), a(t, n));
	});
	async function a(e, n) {
		let r = await fetch(e.action, { method: "POST" }).catch(() => void 0), a = e.closest("[data-document]");
		if (r && a && n && T(r.status, (e) => r.headers.get(e))) {
			let n = e.closest(".file")?.querySelector(".file-name")?.textContent?.trim() ?? "";
			return i.add(t.say("remove-blocked", { file: n }), O(a));
		}
		let s = new DOMParser().parseFromString(await r?.text() ?? "", "text/html"), c = s.querySelector(".error-summary li")?.textContent?.trim();
		if (r?.status === ze && c) return e.closest(".notice")?.remove(), i.clear(), i.add(c, a ? O(a) : "file-count");
		if (!r?.ok || !r.url.endsWith("/documents")) return e.submit();
		o(s, e, n);
	}
	function o(t, i, a) {
		let o = i.closest("[data-document]");
		n.apply(t, a);
		let s = He(e, t, o);
		s && r.say(s.querySelector("p")?.textContent?.trim() ?? ""), (a ? s : e.querySelector(`form[action="${Ve(i)}"]`))?.querySelector("button")?.focus();
	}
}
function Ve(e) {
	return (e.getAttribute("action") ?? "").replace(/restore$/, "remove");
}
function He(e, t, n) {
	for (let t of e.querySelectorAll(".notice")) t.remove();
	let r = t.querySelector(".notice");
	return r?.removeAttribute("role"), r && (n?.querySelector(".document-body") ?? e).prepend(r), r;
}
// packages/portal/src/send-answers.ts
function Ue(e, { parts: t, announcer: n, errors: r }) {
	e.addEventListener("submit", (e) => {
		let { target: t } = e;
		t instanceof HTMLFormElement && t.dataset.answer !== void 0 && (e.preventDefault(), i(t));
	});
	async function i(e) {
		let i = new URLSearchParams([...new FormData(e)].map(([e, t]) => [e, String(t)])), a = await fetch(e.action, {
			method: "POST",
			body: i
		}).catch(() => void 0), o = a && await a.text().catch(() => void 0), s = o === void 0 ? void 0 : new DOMParser().parseFromString(o, "text/html"), c = e.querySelector("textarea")?.id, l = s?.querySelector(`[id="${c}-error"] span`)?.textContent;
		if (r.clear(), l && c !== void 0) return r.add(l, c);
		if (!s || o === void 0 || !a?.ok || !a.url.endsWith("/documents")) return e.submit();
		t.apply(o), n.say(s.querySelector(".notice")?.textContent?.trim() ?? "");
	}
}
// packages/portal/src/texts.ts
var We = 1024, Ge = 60, Ke = 3600, qe = { unitDisplay: "short" }, j = { unitDisplay: "long" };
function Je(e) {
	let { lang: t } = document.documentElement, n = (e, n, r) => new Intl.NumberFormat(t, {
		style: "unit",
		unit: e,
		maximumFractionDigits: 0,
		...r
	}).format(n), r = (t, n = {}) => (e.getAttribute(`data-text-${t}`) ?? "").replaceAll(/\{\{(\w+)\}\}/g, (e, t) => n[t] ?? e);
	return {
		say: r,
		count: (e, n) => r(`${e}-${new Intl.PluralRules(t).select(n)}`, { count: new Intl.NumberFormat(t).format(n) }),
		percent: (e) => new Intl.NumberFormat(t, { style: "percent" }).format(Math.floor(e * 100) / 100),
		bytes(e) {
			let t = e / We;
			return t >= 1e3 ? n("megabyte", t / We, {
				...qe,
				maximumFractionDigits: 1
			}) : n("kilobyte", Math.max(1, Math.round(t)), qe);
		},
		seconds(e) {
			return e < Ge ? n("second", Math.max(1, Math.ceil(e)), j) : e < Ke ? n("minute", Math.ceil(e / Ge), j) : n("hour", Math.ceil(e / Ke), j);
		}
	};
}
// node_modules/tus-js-client/lib/error.js
var M = class extends Error {
	constructor(e, t = null, n = null, r = null) {
		if (super(e), this.originalRequest = n, this.originalResponse = r, this.causingError = t, t != null && (e += `, caused by ${t.toString()}`), n != null) {
			let t = n.getHeader("X-Request-ID") || "n/a", i = n.getMethod(), a = n.getURL(), o = r ? r.getStatus() : "n/a", s = r ? r.getBody() || "" : "n/a";
			e += `, originated from request (method: ${i}, url: ${a}, response code: ${o}, response text: ${s}, request id: ${t})`;
		}
		this.message = e;
	}
}, Ye = class {
	listAllUploads() {
		return Promise.resolve([]);
	}
	findUploadsByFingerprint(e) {
		return Promise.resolve([]);
	}
	removeUpload(e) {
		return Promise.resolve();
	}
	addUpload(e, t) {
		return Promise.resolve(null);
	}
}, Xe = "3.9.6", Ze = Xe, Qe = typeof TextDecoder == "function" ? new TextDecoder("utf-8", { ignoreBOM: !0 }) : void 0, $e = typeof TextEncoder == "function" ? new TextEncoder() : void 0, N = Array.prototype.slice.call("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="), P = ((e) => {
	let t = {};
	return e.forEach((e, n) => t[e] = n), t;
})(N), et = /^(?:[A-Za-z\d+\/]{4})*?(?:[A-Za-z\d+\/]{2}(?:==)?|[A-Za-z\d+\/]{3}=?)?$/, F = String.fromCharCode.bind(String), tt = typeof Uint8Array.from == "function" ? Uint8Array.from.bind(Uint8Array) : (e) => new Uint8Array(Array.prototype.slice.call(e, 0)), nt = (e) => e.replace(/=/g, "").replace(/[+\/]/g, (e) => e == "+" ? "-" : "_"), rt = (e) => e.replace(/[^A-Za-z0-9\+\/]/g, ""), it = (e) => {
	let t, n, r, i, a = "", o = e.length % 3;
	for (let o = 0; o < e.length;) {
		if ((n = e.charCodeAt(o++)) > 255 || (r = e.charCodeAt(o++)) > 255 || (i = e.charCodeAt(o++)) > 255) throw TypeError("invalid character found");
		t = n << 16 | r << 8 | i, a += N[t >> 18 & 63] + N[t >> 12 & 63] + N[t >> 6 & 63] + N[t & 63];
	}
	return o ? a.slice(0, o - 3) + "===".substring(o) : a;
}, I = typeof btoa == "function" ? (e) => btoa(e) : it, L = typeof Uint8Array.prototype.toBase64 == "function" ? Function.prototype.call.bind(Uint8Array.prototype.toBase64) : (e) => {
	let t = 4096, n = [];
	for (let r = 0, i = e.length; r < i; r += t) n.push(F.apply(null, e.subarray(r, r + t)));
	return I(n.join(""));
}, R = (e, t = !1) => t ? nt(L(e)) : L(e), at = (e) => {
	if (e.length < 2) {
		var t = e.charCodeAt(0);
		return t < 128 ? e : t < 2048 ? F(192 | t >>> 6) + F(128 | t & 63) : F(224 | t >>> 12 & 15) + F(128 | t >>> 6 & 63) + F(128 | t & 63);
	}
	var t = 65536 + (e.charCodeAt(0) - 55296) * 1024 + (e.charCodeAt(1) - 56320);
	return F(240 | t >>> 18 & 7) + F(128 | t >>> 12 & 63) + F(128 | t >>> 6 & 63) + F(128 | t & 63);
}, ot = /[\uD800-\uDBFF][\uDC00-\uDFFF]|[^\x00-\x7F]/g, st = (e) => e.replace(ot, at), ct = $e ? (e) => L($e.encode(e)) : (e) => I(st(e)), z = (e, t = !1) => t ? nt(ct(e)) : ct(e), lt = (e) => z(e, !0), ut = /[\xC0-\xDF][\x80-\xBF]|[\xE0-\xEF][\x80-\xBF]{2}|[\xF0-\xF7][\x80-\xBF]{3}/g, dt = (e) => {
	switch (e.length) {
		case 4:
			var t = ((7 & e.charCodeAt(0)) << 18 | (63 & e.charCodeAt(1)) << 12 | (63 & e.charCodeAt(2)) << 6 | 63 & e.charCodeAt(3)) - 65536;
			return F((t >>> 10) + 55296) + F((t & 1023) + 56320);
		case 3: return F((15 & e.charCodeAt(0)) << 12 | (63 & e.charCodeAt(1)) << 6 | 63 & e.charCodeAt(2));
		default: return F((31 & e.charCodeAt(0)) << 6 | 63 & e.charCodeAt(1));
	}
}, ft = (e) => e.replace(ut, dt), pt = (e) => {
	if (e = e.replace(/\s+/g, ""), !et.test(e)) throw TypeError("malformed base64.");
	e += "==".slice(2 - (e.length & 3));
	let t, n, r, i = [];
	for (let a = 0; a < e.length;) t = P[e.charAt(a++)] << 18 | P[e.charAt(a++)] << 12 | (n = P[e.charAt(a++)]) << 6 | (r = P[e.charAt(a++)]), n === 64 ? i.push(F(t >> 16 & 255)) : r === 64 ? i.push(F(t >> 16 & 255, t >> 8 & 255)) : i.push(F(t >> 16 & 255, t >> 8 & 255, t & 255));
	return i.join("");
}, B = typeof atob == "function" ? (e) => atob(rt(e)) : pt, mt = typeof Uint8Array.fromBase64 == "function" ? (e) => Uint8Array.fromBase64(e) : (e) => tt(B(e).split("").map((e) => e.charCodeAt(0))), ht = (e) => mt(_t(e)), gt = Qe ? (e) => Qe.decode(mt(e)) : (e) => ft(B(e)), _t = (e) => rt(e.replace(/[-_]/g, (e) => e == "-" ? "+" : "/")), V = (e) => gt(_t(e)), vt = (e) => {
	if (typeof e != "string") return !1;
	let t = e.replace(/\s+/g, "").replace(/={0,2}$/, "");
	return t.length % 4 == 1 ? !1 : !/[^\s0-9a-zA-Z\+/]/.test(t) || !/[^\s0-9a-zA-Z\-_]/.test(t);
}, yt = (e) => ({
	value: e,
	enumerable: !1,
	writable: !0,
	configurable: !0
}), bt = function() {
	let e = (e, t) => Object.defineProperty(String.prototype, e, yt(t));
	e("fromBase64", function() {
		return V(this);
	}), e("toBase64", function(e) {
		return z(this, e);
	}), e("toBase64URI", function() {
		return z(this, !0);
	}), e("toBase64URL", function() {
		return z(this, !0);
	}), e("toUint8Array", function() {
		return ht(this);
	});
}, xt = function() {
	let e = (e, t) => Object.defineProperty(Uint8Array.prototype, e, yt(t));
	e("toBase64", function(e) {
		return R(this, e);
	}), e("toBase64URI", function() {
		return R(this, !0);
	}), e("toBase64URL", function() {
		return R(this, !0);
	});
}, St = {
	version: Xe,
	VERSION: Ze,
	atob: B,
	atobPolyfill: pt,
	btoa: I,
	btoaPolyfill: it,
	fromBase64: V,
	toBase64: z,
	encode: z,
	encodeURI: lt,
	encodeURL: lt,
	utob: st,
	btou: ft,
	decode: V,
	isValid: vt,
	fromUint8Array: R,
	toUint8Array: ht,
	extendString: bt,
	extendUint8Array: xt,
	extendBuiltins: () => {
		bt(), xt();
	}
}, Ct = /* @__PURE__ */ o(((e, t) => {
	t.exports = function(e, t) {
		if (t = t.split(":")[0], e = +e, !e) return !1;
		switch (t) {
			case "http":
			case "ws": return e !== 80;
			case "https":
			case "wss": return e !== 443;
			case "ftp": return e !== 21;
			case "gopher": return e !== 70;
			case "file": return !1;
		}
		return e !== 0;
	};
})), wt = /* @__PURE__ */ o(((e) => {
	var t = Object.prototype.hasOwnProperty, n;
	function r(e) {
		try {
			return decodeURIComponent(e.replace(/\+/g, " "));
		} catch {
			return null;
		}
	}
	function i(e) {
		try {
			return encodeURIComponent(e);
		} catch {
			return null;
		}
	}
	function a(e) {
		for (var t = /([^=?#&]+)=?([^&]*)/g, n = {}, i; i = t.exec(e);) {
			var a = r(i[1]), o = r(i[2]);
			a === null || o === null || a in n || (n[a] = o);
		}
		return n;
	}
	function o(e, r) {
		r ||= "";
		var a = [], o, s;
		for (s in typeof r != "string" && (r = "?"), e) if (t.call(e, s)) {
			if (o = e[s], !o && (o === null || o === n || isNaN(o)) && (o = ""), s = i(s), o = i(o), s === null || o === null) continue;
			a.push(s + "=" + o);
		}
		return a.length ? r + a.join("&") : "";
	}
	e.stringify = o, e.parse = a;
})), Tt = /* @__PURE__ */ c((/* @__PURE__ */ o(((e, t) => {
	var n = Ct(), r = wt(), i = /^[\x00-\x20\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+/, a = /[\n\r\t]/g, o = /^[A-Za-z][A-Za-z0-9+-.]*:\/\//, s = /:\d+$/, c = /^([a-z][a-z0-9.+-]*:)?(\/\/)?([\\/]+)?([\S\s]*)/i, l = /^[a-zA-Z]:/;
	function u(e) {
		return (e || "").toString().replace(i, "");
	}
	var d = [
		["#", "hash"],
		["?", "query"],
		function(e, t) {
			return m(t.protocol) ? e.replace(/\\/g, "/") : e;
		},
		["/", "pathname"],
		[
			"@",
			"auth",
			1
		],
		[
			NaN,
			"host",
			void 0,
			1,
			1
		],
		[
			/:(\d*)$/,
			"port",
			void 0,
			1
		],
		[
			NaN,
			"hostname",
			void 0,
			1,
			1
		]
	], f = {
		hash: 1,
		query: 1
	};
	function p(e) {
		var t = (typeof window < "u" ? window : typeof global < "u" ? global : typeof self < "u" ? self : {}).location || {};
		e ||= t;
		var n = {}, r = typeof e, i;
		if (e.protocol === "blob:") n = new _(unescape(e.pathname), {});
		else if (r === "string") for (i in n = new _(e, {}), f) delete n[i];
		else if (r === "object") {
			for (i in e) i in f || (n[i] = e[i]);
			n.slashes === void 0 && (n.slashes = o.test(e.href));
		}
		return n;
	}
	function m(e) {
		return e === "file:" || e === "ftp:" || e === "http:" || e === "https:" || e === "ws:" || e === "wss:";
	}
	function h(e, t) {
		e = u(e), e = e.replace(a, ""), t ||= {};
		var n = c.exec(e), r = n[1] ? n[1].toLowerCase() : "", i = !!n[2], o = !!n[3], s = 0, l;
		return i ? o ? (l = n[2] + n[3] + n[4], s = n[2].length + n[3].length) : (l = n[2] + n[4], s = n[2].length) : o ? (l = n[3] + n[4], s = n[3].length) : l = n[4], r === "file:" ? s >= 2 && (l = l.slice(2)) : m(r) ? l = n[4] : r ? i && (l = l.slice(2)) : s >= 2 && m(t.protocol) && (l = n[4]), {
			protocol: r,
			slashes: i || m(r),
			slashesCount: s,
			rest: l
		};
	}
	function g(e, t) {
		if (e === "") return t;
		for (var n = (t || "/").split("/").slice(0, -1).concat(e.split("/")), r = n.length, i = n[r - 1], a = !1, o = 0; r--;) n[r] === "." ? n.splice(r, 1) : n[r] === ".." ? (n.splice(r, 1), o++) : o && (r === 0 && (a = !0), n.splice(r, 1), o--);
		return a && n.unshift(""), (i === "." || i === "..") && n.push(""), n.join("/");
	}
	function _(e, t, i) {
		if (e = u(e), e = e.replace(a, ""), !(this instanceof _)) return new _(e, t, i);
		var o, s, c, f, v, y, b = d.slice(), x = typeof t, S = this, C = 0;
		for (x !== "object" && x !== "string" && (i = t, t = null), i && typeof i != "function" && (i = r.parse), t = p(t), s = h(e || "", t), o = !s.protocol && !s.slashes, S.slashes = s.slashes || o && t.slashes, S.protocol = s.protocol || t.protocol || "", e = s.rest, (s.protocol === "file:" && (s.slashesCount !== 2 || l.test(e)) || !s.slashes && (s.protocol || s.slashesCount < 2 || !m(S.protocol))) && (b[3] = [/(.*)/, "pathname"]); C < b.length; C++) f = b[C], typeof f == "function" ? e = f(e, S) : (c = f[0], y = f[1], c === c ? typeof c == "string" ? (v = c === "@" ? e.lastIndexOf(c) : e.indexOf(c), ~v && (typeof f[2] == "number" ? (S[y] = e.slice(0, v), e = e.slice(v + f[2])) : (S[y] = e.slice(v), e = e.slice(0, v)))) : (v = c.exec(e)) && (S[y] = v[1], e = e.slice(0, v.index)) : S[y] = e, S[y] = S[y] || o && f[3] && t[y] || "", f[4] && (S[y] = S[y].toLowerCase()));
		i && (S.query = i(S.query)), o && t.slashes && S.pathname.charAt(0) !== "/" && (S.pathname !== "" || t.pathname !== "") && (S.pathname = g(S.pathname, t.pathname)), S.pathname.charAt(0) !== "/" && m(S.protocol) && (S.pathname = "/" + S.pathname), n(S.port, S.protocol) || (S.host = S.hostname, S.port = ""), S.username = S.password = "", S.auth &&= (v = S.auth.indexOf(":"), ~v ? (S.username = S.auth.slice(0, v), S.username = encodeURIComponent(decodeURIComponent(S.username)), S.password = S.auth.slice(v + 1), S.password = encodeURIComponent(decodeURIComponent(S.password))) : S.username = encodeURIComponent(decodeURIComponent(S.auth)), S.password ? S.username + ":" + S.password : S.username), S.origin = S.protocol !== "file:" && m(S.protocol) && S.host ? S.protocol + "//" + S.host : "null", S.href = S.toString();
	}
	function v(e, t, i) {
		var a = this;
		switch (e) {
			case "query":
				typeof t == "string" && t.length && (t = (i || r.parse)(t)), a[e] = t;
				break;
			case "port":
				a[e] = t, n(t, a.protocol) ? t && (a.host = a.hostname + ":" + t) : (a.host = a.hostname, a[e] = "");
				break;
			case "hostname":
				a[e] = t, a.port && (t += ":" + a.port), a.host = t;
				break;
			case "host":
				a[e] = t, s.test(t) ? (t = t.split(":"), a.port = t.pop(), a.hostname = t.join(":")) : (a.hostname = t, a.port = "");
				break;
			case "protocol":
				a.protocol = t.toLowerCase(), a.slashes = !i;
				break;
			case "pathname":
			case "hash":
				if (t) {
					var o = e === "pathname" ? "/" : "#";
					a[e] = t.charAt(0) === o ? t : o + t;
				} else a[e] = t;
				break;
			case "username":
			case "password":
				a[e] = encodeURIComponent(t);
				break;
			case "auth":
				var c = t.indexOf(":");
				~c ? (a.username = t.slice(0, c), a.username = encodeURIComponent(decodeURIComponent(a.username)), a.password = t.slice(c + 1), a.password = encodeURIComponent(decodeURIComponent(a.password))) : a.username = encodeURIComponent(decodeURIComponent(t));
		}
		for (var l = 0; l < d.length; l++) {
			var u = d[l];
			u[4] && (a[u[1]] = a[u[1]].toLowerCase());
		}
		return a.auth = a.password ? a.username + ":" + a.password : a.username, a.origin = a.protocol !== "file:" && m(a.protocol) && a.host ? a.protocol + "//" + a.host : "null", a.href = a.toString(), a;
	}
	function y(e) {
		e && typeof e == "function" || (e = r.stringify);
		var t, n = this, i = n.host, a = n.protocol;
		a && a.charAt(a.length - 1) !== ":" && (a += ":");
		var o = a + (n.protocol && n.slashes || m(n.protocol) ? "//" : "");
		return n.username ? (o += n.username, n.password && (o += ":" + n.password), o += "@") : n.password ? (o += ":" + n.password, o += "@") : n.protocol !== "file:" && m(n.protocol) && !i && n.pathname !== "/" && (o += "@"), (i[i.length - 1] === ":" || s.test(n.hostname) && !n.port) && (i += ":"), o += i + n.pathname, t = typeof n.query == "object" ? e(n.query) : n.query, t && (o += t.charAt(0) === "?" ? t : "?" + t), n.hash && (o += n.hash), o;
	}
	_.prototype = {
		set: v,
		toString: y
	}, _.extractProtocol = h, _.location = p, _.trimLeft = u, _.qs = r, t.exports = _;
})))());
function Et() {
	return "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(/[xy]/g, (e) => {
		let t = Math.random() * 16 | 0;
		return (e === "x" ? t : t & 3 | 8).toString(16);
	});
}
// node_modules/tus-js-client/lib/upload.js
var H = "tus-v1", U = "ietf-draft-03", W = "ietf-draft-05", Dt = {
	endpoint: null,
	uploadUrl: null,
	metadata: {},
	metadataForPartialUploads: {},
	fingerprint: null,
	uploadSize: null,
	onProgress: null,
	onChunkComplete: null,
	onSuccess: null,
	onError: null,
	onUploadUrlAvailable: null,
	overridePatchMethod: !1,
	headers: {},
	addRequestId: !1,
	onBeforeRequest: null,
	onAfterResponse: null,
	onShouldRetry: Nt,
	chunkSize: Infinity,
	retryDelays: [
		0,
		1e3,
		3e3,
		5e3
	],
	parallelUploads: 1,
	parallelUploadBoundaries: null,
	storeFingerprintForResuming: !0,
	removeFingerprintOnSuccess: !1,
	uploadLengthDeferred: !1,
	uploadDataDuringCreation: !1,
	urlStorage: null,
	fileReader: null,
	httpStack: null,
	protocol: H
}, G = class e {
	constructor(e, t) {
		"resume" in t && console.log("tus: The `resume` option has been removed in tus-js-client v2. Please use the URL storage API instead."), this.options = t, this.options.chunkSize = Number(this.options.chunkSize), this._urlStorage = this.options.urlStorage, this.file = e, this.url = null, this._req = null, this._fingerprint = null, this._urlStorageKey = null, this._offset = null, this._aborted = !1, this._size = null, this._source = null, this._retryAttempt = 0, this._retryTimeout = null, this._offsetBeforeRetry = 0, this._parallelUploads = null, this._parallelUploadUrls = null;
	}
	static terminate(t, n = {}) {
		let r = kt("DELETE", t, n);
		return At(r, null, n).then((e) => {
			if (e.getStatus() !== 204) throw new M("tus: unexpected response while terminating upload", null, r, e);
		}).catch((i) => {
			if (i instanceof M || (i = new M("tus: failed to terminate upload", i, r, null)), !Mt(i, 0, n)) throw i;
			let a = n.retryDelays[0], o = n.retryDelays.slice(1), s = {
				...n,
				retryDelays: o
			};
			return new Promise((e) => setTimeout(e, a)).then(() => e.terminate(t, s));
		});
	}
	findPreviousUploads() {
		return this.options.fingerprint(this.file, this.options).then((e) => this._urlStorage.findUploadsByFingerprint(e));
	}
	resumeFromPreviousUpload(e) {
		this.url = e.uploadUrl || null, this._parallelUploadUrls = e.parallelUploadUrls || null, this._urlStorageKey = e.urlStorageKey;
	}
	start() {
		let { file: e } = this;
		if (!e) {
			this._emitError(/* @__PURE__ */ Error("tus: no file or stream to upload provided"));
			return;
		}
		if (![
			H,
			U,
			W
		].includes(this.options.protocol)) {
			this._emitError(/* @__PURE__ */ Error(`tus: unsupported protocol ${this.options.protocol}`));
			return;
		}
		if (!this.options.endpoint && !this.options.uploadUrl && !this.url) {
			this._emitError(/* @__PURE__ */ Error("tus: neither an endpoint or an upload URL is provided"));
			return;
		}
		let { retryDelays: t } = this.options;
		if (t != null && Object.prototype.toString.call(t) !== "[object Array]") this._emitError(/* @__PURE__ */ Error("tus: the `retryDelays` option must either be an array or null"));
		else {
			if (this.options.parallelUploads > 1) {
				for (let e of [
					"uploadUrl",
					"uploadSize",
					"uploadLengthDeferred"
				]) if (this.options[e]) {
					this._emitError(/* @__PURE__ */ Error(`tus: cannot use the ${e} option when parallelUploads is enabled`));
					return;
				}
			}
			if (this.options.parallelUploadBoundaries) {
				if (this.options.parallelUploads <= 1) {
					this._emitError(/* @__PURE__ */ Error("tus: cannot use the `parallelUploadBoundaries` option when `parallelUploads` is disabled"));
					return;
				}
				if (this.options.parallelUploads !== this.options.parallelUploadBoundaries.length) {
					this._emitError(/* @__PURE__ */ Error("tus: the `parallelUploadBoundaries` must have the same length as the value of `parallelUploads`"));
					return;
				}
			}
			this.options.fingerprint(e, this.options).then((t) => (t == null || `${t}`, this._fingerprint = t, this._source ? this._source : this.options.fileReader.openFile(e, this.options.chunkSize))).then((e) => {
				if (this._source = e, this.options.uploadLengthDeferred) this._size = null;
				else if (this.options.uploadSize != null) {
					if (this._size = Number(this.options.uploadSize), Number.isNaN(this._size)) {
						this._emitError(/* @__PURE__ */ Error("tus: cannot convert `uploadSize` option into a number"));
						return;
					}
				} else if (this._size = this._source.size, this._size == null) {
					this._emitError(/* @__PURE__ */ Error("tus: cannot automatically derive upload's size from input. Specify it manually using the `uploadSize` option or use the `uploadLengthDeferred` option"));
					return;
				}
				this.options.parallelUploads > 1 || this._parallelUploadUrls != null ? this._startParallelUpload() : this._startSingleUpload();
			}).catch((e) => {
				this._emitError(e);
			});
		}
	}
	_startParallelUpload() {
		let t = this._size, n = 0;
		this._parallelUploads = [];
		let r = this._parallelUploadUrls == null ? this.options.parallelUploads : this._parallelUploadUrls.length, i = this.options.parallelUploadBoundaries ?? Ft(this._source.size, r);
		this._parallelUploadUrls && i.forEach((e, t) => {
			e.uploadUrl = this._parallelUploadUrls[t] || null;
		}), this._parallelUploadUrls = Array(i.length);
		let a = i.map((r, a) => {
			let o = 0;
			return this._source.slice(r.start, r.end).then(({ value: s }) => new Promise((c, l) => {
				let u = {
					...this.options,
					uploadUrl: r.uploadUrl || null,
					storeFingerprintForResuming: !1,
					removeFingerprintOnSuccess: !1,
					parallelUploads: 1,
					parallelUploadBoundaries: null,
					metadata: this.options.metadataForPartialUploads,
					headers: {
						...this.options.headers,
						"Upload-Concat": "partial"
					},
					onSuccess: c,
					onError: l,
					onProgress: (e) => {
						n = n - o + e, o = e, this._emitProgress(n, t);
					},
					onUploadUrlAvailable: () => {
						this._parallelUploadUrls[a] = d.url, this._parallelUploadUrls.filter((e) => !!e).length === i.length && this._saveUploadInUrlStorage();
					}
				}, d = new e(s, u);
				d.start(), this._parallelUploads.push(d);
			}));
		}), o;
		Promise.all(a).then(() => {
			o = this._openRequest("POST", this.options.endpoint), o.setHeader("Upload-Concat", `final;${this._parallelUploadUrls.join(" ")}`);
			let e = Ot(this.options.metadata);
			return e !== "" && o.setHeader("Upload-Metadata", e), this._sendRequest(o, null);
		}).then((e) => {
			if (!K(e.getStatus(), 200)) {
				this._emitHttpError(o, e, "tus: unexpected response while creating upload");
				return;
			}
			let t = e.getHeader("Location");
			t == null ? this._emitHttpError(o, e, "tus: invalid or missing Location header") : (this.url = Pt(this.options.endpoint, t), `${this.url}`, this._emitSuccess(e));
		}).catch((e) => {
			this._emitError(e);
		});
	}
	_startSingleUpload() {
		this._aborted = !1, this.url == null ? this.options.uploadUrl == null ? this._createUpload() : (`${this.options.uploadUrl}`, this.url = this.options.uploadUrl, this._resumeUpload()) : (`${this.url}`, this._resumeUpload());
	}
	abort(t) {
		if (this._parallelUploads != null) for (let e of this._parallelUploads) e.abort(t);
		return this._req !== null && this._req.abort(), this._aborted = !0, this._retryTimeout != null && (clearTimeout(this._retryTimeout), this._retryTimeout = null), !t || this.url == null ? Promise.resolve() : e.terminate(this.url, this.options).then(() => this._removeFromUrlStorage());
	}
	_emitHttpError(e, t, n, r) {
		this._emitError(new M(n, r, e, t));
	}
	_emitError(e) {
		if (!this._aborted) {
			if (this.options.retryDelays != null && (this._offset != null && this._offset > this._offsetBeforeRetry && (this._retryAttempt = 0), Mt(e, this._retryAttempt, this.options))) {
				let e = this.options.retryDelays[this._retryAttempt++];
				this._offsetBeforeRetry = this._offset, this._retryTimeout = setTimeout(() => {
					this.start();
				}, e);
			} else if (typeof this.options.onError == "function") this.options.onError(e);
			else throw e;
		}
	}
	_emitSuccess(e) {
		this.options.removeFingerprintOnSuccess && this._removeFromUrlStorage(), typeof this.options.onSuccess == "function" && this.options.onSuccess({ lastResponse: e });
	}
	_emitProgress(e, t) {
		typeof this.options.onProgress == "function" && this.options.onProgress(e, t);
	}
	_emitChunkComplete(e, t, n) {
		typeof this.options.onChunkComplete == "function" && this.options.onChunkComplete(e, t, n);
	}
	_createUpload() {
		if (!this.options.endpoint) {
			this._emitError(/* @__PURE__ */ Error("tus: unable to create upload because no endpoint is provided"));
			return;
		}
		let e = this._openRequest("POST", this.options.endpoint);
		this.options.uploadLengthDeferred ? e.setHeader("Upload-Defer-Length", "1") : e.setHeader("Upload-Length", `${this._size}`);
		let t = Ot(this.options.metadata);
		t !== "" && e.setHeader("Upload-Metadata", t);
		let n;
		this.options.uploadDataDuringCreation && !this.options.uploadLengthDeferred ? (this._offset = 0, n = this._addChunkToRequest(e)) : ((this.options.protocol === U || this.options.protocol === W) && e.setHeader("Upload-Complete", "?0"), n = this._sendRequest(e, null)), n.then((t) => {
			if (!K(t.getStatus(), 200)) {
				this._emitHttpError(e, t, "tus: unexpected response while creating upload");
				return;
			}
			let n = t.getHeader("Location");
			n == null ? this._emitHttpError(e, t, "tus: invalid or missing Location header") : (this.url = Pt(this.options.endpoint, n), `${this.url}`, typeof this.options.onUploadUrlAvailable == "function" && this.options.onUploadUrlAvailable(), this._size === 0 ? (this._emitSuccess(t), this._source.close()) : this._saveUploadInUrlStorage().then(() => {
				this.options.uploadDataDuringCreation ? this._handleUploadResponse(e, t) : (this._offset = 0, this._performUpload());
			}));
		}).catch((t) => {
			this._emitHttpError(e, null, "tus: failed to create upload", t);
		});
	}
	_resumeUpload() {
		let e = this._openRequest("HEAD", this.url);
		this._sendRequest(e, null).then((t) => {
			let n = t.getStatus();
			if (!K(n, 200)) {
				if (n === 423) {
					this._emitHttpError(e, t, "tus: upload is currently locked; retry later");
					return;
				}
				if (K(n, 400) && this._removeFromUrlStorage(), !this.options.endpoint) {
					this._emitHttpError(e, t, "tus: unable to resume upload (new upload cannot be created without an endpoint)");
					return;
				}
				this.url = null, this._createUpload();
				return;
			}
			let r = Number.parseInt(t.getHeader("Upload-Offset"), 10);
			if (Number.isNaN(r)) {
				this._emitHttpError(e, t, "tus: invalid or missing offset value");
				return;
			}
			let i = Number.parseInt(t.getHeader("Upload-Length"), 10);
			Number.isNaN(i) && !this.options.uploadLengthDeferred && this.options.protocol === H ? this._emitHttpError(e, t, "tus: invalid or missing length value") : (typeof this.options.onUploadUrlAvailable == "function" && this.options.onUploadUrlAvailable(), this._saveUploadInUrlStorage().then(() => {
				r === i ? (this._emitProgress(i, i), this._emitSuccess(t)) : (this._offset = r, this._performUpload());
			}));
		}).catch((t) => {
			this._emitHttpError(e, null, "tus: failed to resume upload", t);
		});
	}
	_performUpload() {
		if (this._aborted) return;
		let e;
		this.options.overridePatchMethod ? (e = this._openRequest("POST", this.url), e.setHeader("X-HTTP-Method-Override", "PATCH")) : e = this._openRequest("PATCH", this.url), e.setHeader("Upload-Offset", `${this._offset}`), this._addChunkToRequest(e).then((t) => {
			K(t.getStatus(), 200) ? this._handleUploadResponse(e, t) : this._emitHttpError(e, t, "tus: unexpected response while uploading chunk");
		}).catch((t) => {
			this._aborted || this._emitHttpError(e, null, `tus: failed to upload chunk at offset ${this._offset}`, t);
		});
	}
	_addChunkToRequest(e) {
		let t = this._offset, n = this._offset + this.options.chunkSize;
		return e.setProgressHandler((e) => {
			this._emitProgress(t + e, this._size);
		}), this.options.protocol === H ? e.setHeader("Content-Type", "application/offset+octet-stream") : this.options.protocol === W && e.setHeader("Content-Type", "application/partial-upload"), (n === Infinity || n > this._size) && !this.options.uploadLengthDeferred && (n = this._size), this._source.slice(t, n).then(({ value: t, done: n }) => {
			let r = t?.size ? t.size : 0;
			this.options.uploadLengthDeferred && n && (this._size = this._offset + r, e.setHeader("Upload-Length", `${this._size}`));
			let i = this._offset + r;
			return !this.options.uploadLengthDeferred && n && i !== this._size ? Promise.reject(/* @__PURE__ */ Error(`upload was configured with a size of ${this._size} bytes, but the source is done after ${i} bytes`)) : t === null ? this._sendRequest(e) : ((this.options.protocol === U || this.options.protocol === W) && e.setHeader("Upload-Complete", n ? "?1" : "?0"), this._emitProgress(this._offset, this._size), this._sendRequest(e, t));
		});
	}
	_handleUploadResponse(e, t) {
		let n = Number.parseInt(t.getHeader("Upload-Offset"), 10);
		Number.isNaN(n) ? this._emitHttpError(e, t, "tus: invalid or missing offset value") : (this._emitProgress(n, this._size), this._emitChunkComplete(n - this._offset, n, this._size), this._offset = n, n === this._size ? (this._emitSuccess(t), this._source.close()) : this._performUpload());
	}
	_openRequest(e, t) {
		let n = kt(e, t, this.options);
		return this._req = n, n;
	}
	_removeFromUrlStorage() {
		this._urlStorageKey &&= (this._urlStorage.removeUpload(this._urlStorageKey).catch((e) => {
			this._emitError(e);
		}), null);
	}
	_saveUploadInUrlStorage() {
		if (!this.options.storeFingerprintForResuming || !this._fingerprint || this._urlStorageKey !== null) return Promise.resolve();
		let e = {
			size: this._size,
			metadata: this.options.metadata,
			creationTime: (/* @__PURE__ */ new Date()).toString()
		};
		return this._parallelUploads ? e.parallelUploadUrls = this._parallelUploadUrls : e.uploadUrl = this.url, this._urlStorage.addUpload(this._fingerprint, e).then((e) => {
			this._urlStorageKey = e;
		});
	}
	_sendRequest(e, t = null) {
		return At(e, t, this.options);
	}
};
function Ot(e) {
	return Object.entries(e).map(([e, t]) => `${e} ${St.encode(String(t))}`).join(",");
}
function K(e, t) {
	return e >= t && e < t + 100;
}
function kt(e, t, n) {
	let r = n.httpStack.createRequest(e, t);
	n.protocol === U ? r.setHeader("Upload-Draft-Interop-Version", "5") : n.protocol === W ? r.setHeader("Upload-Draft-Interop-Version", "6") : r.setHeader("Tus-Resumable", "1.0.0");
	let i = n.headers || {};
	for (let [e, t] of Object.entries(i)) r.setHeader(e, t);
	if (n.addRequestId) {
		let e = Et();
		r.setHeader("X-Request-ID", e);
	}
	return r;
}
async function At(e, t, n) {
	typeof n.onBeforeRequest == "function" && await n.onBeforeRequest(e);
	let r = await e.send(t);
	return typeof n.onAfterResponse == "function" && await n.onAfterResponse(e, r), r;
}
function jt() {
	let e = !0;
	return typeof navigator < "u" && navigator.onLine === !1 && (e = !1), e;
}
function Mt(e, t, n) {
	return n.retryDelays == null || t >= n.retryDelays.length || e.originalRequest == null ? !1 : n && typeof n.onShouldRetry == "function" ? n.onShouldRetry(e, t, n) : Nt(e);
}
function Nt(e) {
	let t = e.originalResponse ? e.originalResponse.getStatus() : 0;
	return (!K(t, 400) || t === 409 || t === 423) && jt();
}
function Pt(e, t) {
	return new Tt.default(t, e).toString();
}
function Ft(e, t) {
	let n = Math.floor(e / t), r = [];
	for (let e = 0; e < t; e++) r.push({
		start: n * e,
		end: n * (e + 1)
	});
	return r[t - 1].end = e, r;
}
G.defaultOptions = Dt;
// node_modules/tus-js-client/lib/browser/isReactNative.js
var It = () => typeof navigator < "u" && typeof navigator.product == "string" && navigator.product.toLowerCase() === "reactnative";
// node_modules/tus-js-client/lib/browser/uriToBlob.js
function Lt(e) {
	return new Promise((t, n) => {
		let r = new XMLHttpRequest();
		r.responseType = "blob", r.onload = () => {
			let e = r.response;
			t(e);
		}, r.onerror = (e) => {
			n(e);
		}, r.open("GET", e), r.send();
	});
}
// node_modules/tus-js-client/lib/browser/sources/isCordova.js
var Rt = () => typeof window < "u" && (window.PhoneGap !== void 0 || window.Cordova !== void 0 || window.cordova !== void 0);
// node_modules/tus-js-client/lib/browser/sources/readAsByteArray.js
function zt(e) {
	return new Promise((t, n) => {
		let r = new FileReader();
		r.onload = () => {
			t({ value: new Uint8Array(r.result) });
		}, r.onerror = (e) => {
			n(e);
		}, r.readAsArrayBuffer(e);
	});
}
// node_modules/tus-js-client/lib/browser/sources/FileSource.js
var Bt = class {
	constructor(e) {
		this._file = e, this.size = e.size;
	}
	slice(e, t) {
		if (Rt()) return zt(this._file.slice(e, t));
		let n = this._file.slice(e, t), r = t >= this.size;
		return Promise.resolve({
			value: n,
			done: r
		});
	}
	close() {}
};
// node_modules/tus-js-client/lib/browser/sources/StreamSource.js
function Vt(e) {
	return e === void 0 ? 0 : e.size === void 0 ? e.length : e.size;
}
function Ht(e, t) {
	if (e.concat) return e.concat(t);
	if (e instanceof Blob) return new Blob([e, t], { type: e.type });
	if (e.set) {
		let n = new e.constructor(e.length + t.length);
		return n.set(e), n.set(t, e.length), n;
	}
	throw Error("Unknown data type");
}
var Ut = class {
	constructor(e) {
		this._buffer = void 0, this._bufferOffset = 0, this._reader = e, this._done = !1;
	}
	slice(e, t) {
		return e < this._bufferOffset ? Promise.reject(/* @__PURE__ */ Error("Requested data is before the reader's current offset")) : this._readUntilEnoughDataOrDone(e, t);
	}
	_readUntilEnoughDataOrDone(e, t) {
		let n = t <= this._bufferOffset + Vt(this._buffer);
		if (this._done || n) {
			let n = this._getDataFromBuffer(e, t), r = n == null && this._done;
			return Promise.resolve({
				value: n,
				done: r
			});
		}
		return this._reader.read().then(({ value: n, done: r }) => (r ? this._done = !0 : this._buffer = this._buffer === void 0 ? n : Ht(this._buffer, n), this._readUntilEnoughDataOrDone(e, t)));
	}
	_getDataFromBuffer(e, t) {
		e > this._bufferOffset && (this._buffer = this._buffer.slice(e - this._bufferOffset), this._bufferOffset = e);
		let n = Vt(this._buffer) === 0;
		return this._done && n ? null : this._buffer.slice(0, t - e);
	}
	close() {
		this._reader.cancel && this._reader.cancel();
	}
}, Wt = class {
	async openFile(e, t) {
		if (It() && e && e.uri !== void 0) try {
			return new Bt(await Lt(e.uri));
		} catch (e) {
			throw Error(`tus: cannot fetch \`file.uri\` as Blob, make sure the uri is correct and accessible. ${e}`);
		}
		return typeof e.slice == "function" && e.size !== void 0 ? Promise.resolve(new Bt(e)) : typeof e.read == "function" ? (t = Number(t), Number.isFinite(t) ? Promise.resolve(new Ut(e, t)) : Promise.reject(/* @__PURE__ */ Error("cannot create source for stream without a finite value for the `chunkSize` option"))) : Promise.reject(/* @__PURE__ */ Error("source object may only be an instance of File, Blob, or Reader in this environment"));
	}
};
// node_modules/tus-js-client/lib/browser/fileSignature.js
function Gt(e, t) {
	return It() ? Promise.resolve(Kt(e, t)) : Promise.resolve([
		"tus-br",
		e.name,
		e.type,
		e.size,
		e.lastModified,
		t.endpoint
	].join("-"));
}
function Kt(e, t) {
	let n = e.exif ? qt(JSON.stringify(e.exif)) : "noexif";
	return [
		"tus-rn",
		e.name || "noname",
		e.size || "nosize",
		n,
		t.endpoint
	].join("/");
}
function qt(e) {
	let t = 0;
	if (e.length === 0) return t;
	for (let n = 0; n < e.length; n++) {
		let r = e.charCodeAt(n);
		t = (t << 5) - t + r, t &= t;
	}
	return t;
}
// node_modules/tus-js-client/lib/browser/httpStack.js
var Jt = class {
	createRequest(e, t) {
		return new Yt(e, t);
	}
	getName() {
		return "XHRHttpStack";
	}
}, Yt = class {
	constructor(e, t) {
		this._xhr = new XMLHttpRequest(), this._xhr.open(e, t, !0), this._method = e, this._url = t, this._headers = {};
	}
	getMethod() {
		return this._method;
	}
	getURL() {
		return this._url;
	}
	setHeader(e, t) {
		this._xhr.setRequestHeader(e, t), this._headers[e] = t;
	}
	getHeader(e) {
		return this._headers[e];
	}
	setProgressHandler(e) {
		"upload" in this._xhr && (this._xhr.upload.onprogress = (t) => {
			t.lengthComputable && e(t.loaded);
		});
	}
	send(e = null) {
		return new Promise((t, n) => {
			this._xhr.onload = () => {
				t(new Xt(this._xhr));
			}, this._xhr.onerror = (e) => {
				n(e);
			}, this._xhr.send(e);
		});
	}
	abort() {
		return this._xhr.abort(), Promise.resolve();
	}
	getUnderlyingObject() {
		return this._xhr;
	}
}, Xt = class {
	constructor(e) {
		this._xhr = e;
	}
	getStatus() {
		return this._xhr.status;
	}
	getHeader(e) {
		return this._xhr.getResponseHeader(e);
	}
	getBody() {
		return this._xhr.responseText;
	}
	getUnderlyingObject() {
		return this._xhr;
	}
}, q = !1;
try {
	q = "localStorage" in window;
	let e = "tusSupport", t = localStorage.getItem(e);
	localStorage.setItem(e, t), t === null && localStorage.removeItem(e);
} catch (e) {
	if (e.code === e.SECURITY_ERR || e.code === e.QUOTA_EXCEEDED_ERR) q = !1;
	else throw e;
}
var Zt = q, Qt = class {
	findAllUploads() {
		let e = this._findEntries("tus::");
		return Promise.resolve(e);
	}
	findUploadsByFingerprint(e) {
		let t = this._findEntries(`tus::${e}::`);
		return Promise.resolve(t);
	}
	removeUpload(e) {
		return localStorage.removeItem(e), Promise.resolve();
	}
	addUpload(e, t) {
		let n = `tus::${e}::${Math.round(Math.random() * 0xe8d4a51000)}`;
		return localStorage.setItem(n, JSON.stringify(t)), Promise.resolve(n);
	}
	_findEntries(e) {
		let t = [];
		for (let n = 0; n < localStorage.length; n++) {
			let r = localStorage.key(n);
			if (r.indexOf(e) === 0) try {
				let e = JSON.parse(localStorage.getItem(r));
				e.urlStorageKey = r, t.push(e);
			} catch {}
		}
		return t;
	}
}, $t = {
	...G.defaultOptions,
	httpStack: new Jt(),
	fileReader: new Wt(),
	urlStorage: Zt ? new Qt() : new Ye(),
	fingerprint: Gt
}, en = class extends G {
	constructor(e = null, t = {}) {
		t = {
			...$t,
			...t
		}, super(e, t);
	}
	static terminate(e, t = {}) {
		return t = {
			...$t,
			...t
		}, G.terminate(e, t);
	}
};
typeof XMLHttpRequest == "function" && typeof Blob == "function" && Blob.prototype.slice;
// packages/portal/src/read-file.ts
var J = class extends Error {
	name = "FileUnreadable";
};
async function Y(e) {
	try {
		return await e.arrayBuffer();
	} catch (e) {
		throw new J("the file cannot be read", { cause: e });
	}
}
var tn = { openFile: async (e) => ({
	size: e.size,
	slice: async (t, n) => ({
		value: new Blob([await Y(e.slice(t, n))]),
		done: n >= e.size
	}),
	close: () => void 0
}) }, nn = 65536, rn = 32;
async function an(e) {
	e.size === 0 && await Y(e);
	let t = new Blob([
		`${e.size}:`,
		e.slice(0, nn),
		e.slice(-65536)
	]);
	return sn(new Uint8Array(await on(await Y(t))));
}
async function on(e) {
	return isSecureContext ? crypto.subtle.digest("SHA-256", e) : crypto.getRandomValues(new Uint8Array(rn)).buffer;
}
function sn(e) {
	return Array.from(e, (e) => e.toString(16).padStart(2, "0")).join("");
}
// packages/portal/src/way-requests.ts
var cn = 405, X = class extends Error {
	name = "WayBlocked";
};
function ln(e) {
	let t = new Jt({});
	return {
		getName: () => "WayRequests",
		createRequest: (n, r) => un(t, e, {
			method: n,
			url: r
		})
	};
}
function un(e, t, { method: n, url: r }) {
	let i = /* @__PURE__ */ new Map(), a, o, s = !1;
	async function c(t, s) {
		o = e.createRequest(t ? "POST" : n, r), t && o.setHeader("X-HTTP-Method-Override", n);
		for (let [e, t] of i) o.setHeader(e, t);
		return a && o.setProgressHandler(a), o.send(s);
	}
	return {
		getMethod: () => n,
		getURL: () => r,
		setHeader: (e, t) => void i.set(e, t),
		getHeader: (e) => i.get(e),
		setProgressHandler: (e) => void (a = e),
		async send(e) {
			let r = n !== "POST", i = r && t.usesPost, a = await c(i, e);
			if (r && !i && Z(a) && !s && (i = !0, a = await c(i, e), t.usesPost = !Z(a) && !dn(a)), Z(a) || i && dn(a)) throw new X("refused on the way");
			return a;
		},
		async abort() {
			s = !0, await o?.abort();
		},
		getUnderlyingObject: () => o?.getUnderlyingObject()
	};
}
function Z(e) {
	return T(e.getStatus(), (t) => e.getHeader(t));
}
function dn(e) {
	return e.getStatus() === cn;
}
// packages/portal/src/piece-failure.ts
var fn = 413, pn = /* @__PURE__ */ new Set([
	408,
	409,
	423,
	425
]);
function mn(e) {
	let { status: t, header: n } = Q(e), r = yn(e);
	return e.causingError instanceof J ? { kind: "unreadable" } : r === void 0 ? e.causingError instanceof X || gn(e) ? { kind: "blocked" } : E(t) ? {
		kind: "later",
		retryAfterSeconds: D(n)
	} : t === 410 || t === 403 || vn(e) ? { kind: "ended" } : { kind: t === 404 ? "gone" : "failed" } : {
		kind: "refused",
		message: r
	};
}
function hn(e) {
	let { causingError: t } = e;
	if (t instanceof X || t instanceof J) return !1;
	let { status: n } = Q(e);
	return n < 400 || pn.has(n) && !vn(e);
}
function gn(e) {
	let { status: t, header: n } = Q(e);
	return t === fn && !w(n);
}
function _n({ originalRequest: e, originalResponse: t, causingError: n }) {
	let r = !(n instanceof J || n instanceof X);
	return e.getMethod() === "PATCH" && !t && r;
}
function Q({ originalResponse: e }) {
	return {
		status: e?.getStatus() ?? 0,
		header: (t) => e?.getHeader(t)
	};
}
function vn(e) {
	let { status: t, header: n } = Q(e);
	return t === 409 && w(n) && !n("Tus-Resumable");
}
function yn(e) {
	if (w(Q(e).header)) try {
		return JSON.parse(e.originalResponse?.getBody() ?? "").message;
	} catch {
		return;
	}
}
// packages/portal/src/unfinished-uploads.ts
function bn(e) {
	return {
		findAllUploads: async () => [],
		findUploadsByFingerprint: async (t) => Array.from(document.querySelectorAll(`[data-fingerprint="${t}"]`)).filter(({ dataset: t }) => t.type === e.type && !e.isTaken(t.upload ?? "")).map(({ dataset: t }) => xn(`${e.endpoint}/${t.upload}`, Number(t.size))),
		removeUpload: async () => void 0,
		addUpload: async () => ""
	};
}
function xn(e, t) {
	return {
		uploadUrl: e,
		size: t,
		metadata: {},
		creationTime: "",
		urlStorageKey: "",
		parallelUploadUrls: null
	};
}
// packages/portal/src/upload-way.ts
var $ = 65536, Sn = 15 * $;
function Cn() {
	return {
		pieceBytes: Sn,
		usesPost: !1,
		isWhole: !1
	};
}
function wn(e, t) {
	if (t <= $) return !1;
	let n = Math.floor(t / 2 / $) * $;
	return e.pieceBytes = Math.min(e.pieceBytes, Math.max($, n)), !0;
}
// packages/portal/src/piece-upload.ts
var Tn = [
	500,
	1e3,
	2e3,
	4e3,
	8e3,
	15e3,
	3e4,
	3e4,
	6e4,
	6e4
], En = 3e4, Dn = 5e3, On = 3;
function kn(e, t) {
	let { file: n, type: r, endpoint: i, way: a, isTaken: o } = e, s, c = !1, l = 0, u = 0, d;
	function f() {
		u = performance.now();
	}
	function p(e) {
		clearInterval(d), d = void 0, t(e);
	}
	async function m() {
		let e = await an(n), s = new en(n, {
			endpoint: i,
			retryDelays: Tn,
			metadata: {
				filename: n.name,
				type: r,
				fingerprint: e
			},
			fingerprint: async () => e,
			urlStorage: bn({
				endpoint: i,
				type: r,
				isTaken: o
			}),
			fileReader: tn,
			httpStack: ln(a),
			storeFingerprintForResuming: !1,
			onShouldRetry: (e) => h(e, s),
			onProgress: (e) => {
				f(), t({
					kind: "sending",
					sent: e
				});
			},
			onChunkComplete: () => {
				l = 0, t({ kind: "arrived" });
			},
			onSuccess: () => p({ kind: "complete" }),
			onError: (e) => p(mn(e))
		}), [c] = await s.findPreviousUploads();
		return c && s.resumeFromPreviousUpload(c), s;
	}
	function h(e, { options: n }) {
		if (gn(e)) {
			let e = wn(a, n.chunkSize ?? 0);
			return n.chunkSize = a.pieceBytes, e;
		}
		return _n(e) && (l += 1), l >= On && (a.usesPost = !0), hn(e) && t({ kind: "offline" }), hn(e);
	}
	async function g() {
		s ??= await m(), s.options.chunkSize = a.pieceBytes, c || s.start();
	}
	async function _() {
		f(), await s?.abort(), c || s?.start();
	}
	return {
		start() {
			f(), d = setInterval(() => void (performance.now() - u > En && _()), Dn), g().catch((e) => p({ kind: e instanceof J ? "unreadable" : "failed" }));
		},
		restart: () => void (d !== void 0 && _()),
		async drop() {
			c = !0, clearInterval(d);
			let e = () => fetch(`${s?.url}/remove`, { method: "POST" });
			await s?.abort(!0).catch(() => e().catch(() => void 0));
		},
		url: () => s?.url ?? void 0
	};
}
// packages/portal/src/send-whole.ts
async function An({ file: e, type: t, url: n, onProgress: r, signal: i }) {
	let a = new FormData();
	a.append("type", t), a.append("file", new Blob([await Y(e)], { type: e.type }), e.name);
	let o = new XMLHttpRequest();
	return o.open("POST", n), o.setRequestHeader("Accept", "text/html"), o.upload.addEventListener("progress", ({ loaded: t }) => r(Math.min(t, e.size))), i.addEventListener("abort", () => o.abort()), await new Promise((e) => {
		o.addEventListener("loadend", e), o.send(a);
	}), jn(o);
}
function jn(e) {
	let { status: t, responseText: n } = e, r = (t) => e.getResponseHeader(t);
	if (t === 413 && !w(r) || T(t, r)) return { kind: "blocked" };
	if (E(t)) return {
		kind: "later",
		retryAfterSeconds: D(r)
	};
	if (t === 0 || !w(r)) return { kind: "offline" };
	let i = new DOMParser().parseFromString(n, "text/html"), a = i.querySelector(".error-summary li")?.textContent?.trim();
	return a ? {
		kind: "refused",
		message: a
	} : t === 200 && i.querySelector("[data-part]") ? {
		kind: "added",
		html: n
	} : { kind: "ended" };
}
// packages/portal/src/file-upload.ts
function Mn(e) {
	let { file: t, type: n, way: r, formUrl: i, onEvent: a } = e, o = kn(e, p), s = me(), c = new AbortController(), l = !1, u;
	function d(e) {
		c.signal.aborted || a(e);
	}
	function f(e, t = 0) {
		let n = s.next(t);
		if (n === void 0) return d({ kind: "failed" });
		d({ kind: e }), c.signal.aborted || (u = setTimeout(_, n));
	}
	function p(e) {
		e.kind === "arrived" ? s.restart() : e.kind === "complete" ? m() : e.kind === "blocked" ? h() : e.kind === "later" ? f("later", e.retryAfterSeconds) : d(e);
	}
	async function m() {
		d({ kind: "checking" });
		let e = await ce(o.url() ?? "");
		e.kind === "incomplete" ? _() : e.kind === "later" ? f("later", e.retryAfterSeconds) : e.kind === "blocked" ? h() : d(e);
	}
	async function h() {
		let e = i();
		if (e === void 0) return d({ kind: "blocked" });
		l = !0;
		let r = (e) => d({
			kind: "whole",
			sent: e
		});
		r(0);
		let a = await An({
			file: t,
			type: n,
			url: e,
			onProgress: r,
			signal: c.signal
		}).catch(() => void 0);
		a ? g(a) : d({ kind: "unreadable" });
	}
	function g(e) {
		if (e.kind === "later") return f("later", e.retryAfterSeconds);
		if (e.kind === "offline") return f("offline");
		e.kind === "added" && (r.isWhole = !0), e.kind === "refused" ? o.drop().then(() => d(e)) : d(e);
	}
	function _() {
		clearTimeout(u), u = void 0, c.signal.aborted || (l || r.isWhole ? h() : o.start());
	}
	return {
		start: _,
		nudge() {
			u === void 0 ? o.restart() : _();
		},
		async cancel() {
			c.abort(), clearTimeout(u), await o.drop();
		},
		id: () => o.url()?.split("/").at(-1)
	};
}
// packages/portal/src/speed-meter.ts
var Nn = 6e3;
function Pn() {
	let e = [];
	return {
		count(t) {
			let n = performance.now();
			e = [...e.filter((e) => n - e.at < Nn), {
				at: n,
				bytes: t
			}];
		},
		perSecond() {
			let [t] = e, n = e.at(-1);
			if (!(!t || !n || n.at - t.at < 500 || n.bytes <= t.bytes)) return (n.bytes - t.bytes) * 1e3 / (n.at - t.at);
		},
		restart: () => void (e = [])
	};
}
// packages/portal/src/upload-row.ts
var Fn = /* @__PURE__ */ new Set([
	"later",
	"failed",
	"blocked",
	"ended"
]), In = /* @__PURE__ */ new Set([
	"failed",
	"blocked",
	"ended"
]);
function Ln({ file: e, texts: t, onCancel: n, onRetry: r }) {
	let i = Pn(), a = l("p", { class: "file-facts" }), o = l("progress", {
		class: "upload-bar",
		max: "1",
		value: "0",
		"aria-label": e.name
	}), s = l("p", { class: "file-name" }, l("bdi", {}, e.name)), c = Rn(t.say("retry"), t.say("retry-file", { file: e.name }), r), u = Rn(t.say("cancel"), t.say("cancel-file", { file: e.name }), n), d = l("li", { class: "file file-sending" }, l("div", { class: "file-text" }, s, o, a), l("div", { class: "file-buttons" }, c, u));
	function f(n) {
		let r = i.perSecond(), a = t.percent(n / e.size);
		if (r === void 0) return a;
		let o = t.seconds((e.size - n) / r);
		return t.say("progress", {
			percent: a,
			speed: t.bytes(r),
			time: o
		});
	}
	return {
		element: d,
		show(n, r = 0) {
			d.dataset.state = n, d.toggleAttribute("data-told", In.has(n)), !Fn.has(n) && document.activeElement === c && u.focus(), c.hidden = !Fn.has(n);
			let s = n === "later" ? "retry-now" : "retry";
			c.textContent = t.say(s), c.setAttribute("aria-label", t.say(`${s}-file`, { file: e.name })), n === "whole" && (o.value = r / e.size), n === "sending" ? (i.count(r), o.value = r / e.size, a.textContent = f(r)) : (i.restart(), a.textContent = t.say(n, { file: e.name }));
		}
	};
}
function Rn(e, t, n) {
	let r = l("button", {
		class: "button-quiet",
		type: "button",
		"aria-label": t
	}, e);
	return r.addEventListener("click", n), r;
}
// packages/portal/src/upload-desk.ts
var zn = 3, Bn = 4;
function Vn(e) {
	let { root: t, texts: n, endpoint: r, errors: i, parts: a, announcer: o, maxBytes: s } = e, c = /* @__PURE__ */ new Set(), l = Cn();
	function u(e) {
		return Array.from(c).some(({ upload: t }) => t.id() === e);
	}
	function d() {
		qn(c), e.onWaiting(Array.from(c).filter(({ state: e }) => e !== "failed").length);
	}
	function f(e) {
		let t = e.row.element.parentElement, n = e.row.element.contains(document.activeElement);
		c.delete(e), e.row.element.remove(), t?.childElementCount === 0 && t.remove(), n && he(e.card), d();
	}
	function p(t, r) {
		let { file: s, card: c } = t;
		if (r.kind === "sending") return h(t, r.sent);
		if (Un(r)) return Wn(t, r, e);
		if (r.kind === "failed" || r.kind === "blocked" || r.kind === "ended") return m(t, r.kind);
		f(t);
		let l = Jn(r, s, n);
		if (l !== void 0 && i.add(l, O(c)), r.kind !== "added") return void a.refresh();
		a.apply(r.html), o.say([n.say("added", { file: s.name }), Yn(s, c)].join(" ").trim());
	}
	function m(e, t) {
		e.state = "failed", e.row.show(t), i.add(n.say(t, { file: e.file.name }), O(e.card)), d();
	}
	function h(e, t) {
		e.row.show("sending", t);
		let r = Math.floor(t / e.file.size * Bn);
		if (r <= e.quarter || r >= Bn) return;
		e.quarter = r;
		let i = n.percent(t / e.file.size);
		o.say(n.say("announce", {
			file: e.file.name,
			percent: i
		}), !0);
	}
	async function g(e) {
		let t = e.upload.cancel();
		f(e), o.say(n.say("cancelled", { file: e.file.name })), await t, await a.refresh();
	}
	function _(e) {
		if (i.clear(), e.row.show("waiting"), e.state === "running") return e.upload.nudge();
		e.state = "waiting", d();
	}
	function v(e, t, i) {
		let a = Mn({
			file: i,
			type: t,
			endpoint: r,
			way: l,
			formUrl: () => Xn(e),
			isTaken: u,
			onEvent: (e) => p(s, e)
		}), o = Ln({
			file: i,
			texts: n,
			onCancel: () => void g(s),
			onRetry: () => _(s)
		}), s = {
			file: i,
			card: e,
			upload: a,
			row: o,
			state: "waiting",
			quarter: 0
		};
		c.add(s), o.show("waiting"), Qn(e, n).append(o.element);
	}
	function y(e, t) {
		i.clear(), k(e);
		let r = Zn(e);
		if (r === "") return i.add(n.say("type-missing"), "type-other"), !1;
		for (let a of t) a.size <= s ? v(e, r, a) : i.add(n.say("too-large", { name: `${e.dataset.name}, ${a.name}` }), O(e));
		return d(), !0;
	}
	return Kn(c, _), {
		take: y,
		hideOwn: () => Gn(t, u)
	};
}
var Hn = [
	"offline",
	"checking",
	"later",
	"whole"
];
function Un(e) {
	return Hn.some((t) => t === e.kind);
}
function Wn({ row: e }, t, { announcer: n, texts: r }) {
	let { kind: i } = t;
	i !== "checking" && e.element.dataset.state !== i && n.say(r.say(i), !0), e.show(i, "sent" in t ? t.sent : 0);
}
function Gn(e, t) {
	for (let n of e.querySelectorAll("[data-upload]")) n.hidden = t(n.dataset.upload ?? "");
	for (let t of e.querySelectorAll(".files-unfinished")) t.hidden = t.querySelector(":scope > :not([hidden])") === null;
}
function Kn(e, t) {
	window.addEventListener("online", () => {
		for (let n of e) n.state === "failed" ? t(n) : n.upload.nudge();
	}), window.addEventListener("beforeunload", (t) => {
		Array.from(e).some(({ state: e }) => e !== "failed") && t.preventDefault();
	});
}
function qn(e) {
	let t = Array.from(e).filter(({ state: e }) => e === "running").length, n = Array.from(e).filter(({ state: e }) => e === "waiting");
	for (let e of n.slice(0, Math.max(0, zn - t))) e.state = "running", e.upload.start();
}
function Jn(e, t, n) {
	return e.kind === "unreadable" || e.kind === "gone" ? n.say(e.kind, { file: t.name }) : e.kind === "refused" ? e.message : void 0;
}
function Yn(e, t) {
	let n;
	for (let r of t.querySelectorAll("[data-part^=\"files-\"] .file")) r.querySelector(".file-name")?.textContent?.trim() === e.name && (n = r);
	return n?.querySelector(".file-doubt")?.textContent ?? "";
}
function Xn(e) {
	return e.querySelector("form.upload")?.action;
}
function Zn(e) {
	let { document: t = "" } = e.dataset;
	return t === "other" ? e.querySelector("select")?.value ?? "" : e.querySelector(".kinds :checked")?.value ?? t;
}
function Qn(e, t) {
	let n = e.querySelector(".files-sending");
	if (n) return n;
	let r = l("ul", {
		class: "files files-sending",
		"aria-label": t.say("list", { name: e.dataset.name ?? "" })
	});
	return e.querySelector("[data-part^=\"form-\"]")?.before(r), r;
}
// packages/portal/src/wait-to-continue.ts
function $n(e, t, n) {
	let r = e.querySelector("a[data-continue]"), i = l("p", {
		class: "waiting",
		id: "files-on-their-way"
	});
	i.hidden = !0, r?.parentElement?.before(i);
	let a = 0, o = !1;
	r?.addEventListener("click", (e) => {
		a !== 0 && (e.preventDefault(), o = !0, n.say(t.count("on-their-way", a)));
	});
	function s() {
		a > 0 || !o || (o = !1, e.querySelector(".field-error") || r?.click());
	}
	return { waitFor(e) {
		a = e, i.hidden = e === 0, i.textContent = e === 0 ? "" : t.count("on-their-way", e), e === 0 ? r?.removeAttribute("aria-describedby") : r?.setAttribute("aria-describedby", i.id), e === 0 && setTimeout(s, 0);
	} };
}
// packages/portal/src/enhance-documents.ts
function er(e) {
	let t = Je(e), n = e.closest("main") ?? document.body, r = new URL(e.dataset.uploads ?? "", location.href).href, i = Le(n), a = je(e, () => c.hideOwn()), o = d(n), s = $n(n, t, o), c = Vn({
		root: e,
		texts: t,
		endpoint: r,
		errors: i,
		parts: a,
		announcer: o,
		maxBytes: Number(e.dataset.maxBytes),
		onWaiting: (t) => {
			s.waitFor(t), e.dataset.waiting = String(t);
		}
	});
	e.classList.add("documents-live");
	let l = e.querySelector("[data-hint]");
	l && (l.textContent = S() ? "" : t.say("hint")), x(e, t, c.take), tr(e), Be(n, t, {
		parts: a,
		announcer: o,
		errors: i
	}), _(n, t, {
		announcer: o,
		parts: a
	}), Ue(e, {
		parts: a,
		announcer: o,
		errors: i
	}), nr(e, r, {
		parts: a,
		errors: i,
		texts: t
	});
}
function tr(e) {
	e.addEventListener("click", ({ target: t }) => {
		let n = t instanceof Element ? t.closest("a.file-open") : null;
		n && (n.target = Number(e.dataset.waiting ?? 0) > 0 ? "_blank" : "");
	});
}
async function nr(e, t, { parts: n, errors: r, texts: i }) {
	for (let a of e.querySelectorAll("[data-whole=\"yes\"]")) {
		let e = a.closest("[data-document]"), o = a.querySelector(".file-name")?.textContent?.trim() ?? "", s = await rr(`${t}/${a.dataset.upload}`);
		s.kind === "refused" && e && r.add(s.message, O(e)), s.kind === "blocked" && e && r.add(i.say("blocked", { file: o }), O(e)), s.kind === "added" ? n.apply(s.html) : s.kind !== "failed" && s.kind !== "blocked" && await n.refresh();
	}
}
async function rr(e) {
	let t = me();
	for (;;) {
		let n = await ce(e), r = n.kind === "later" ? t.next(n.retryAfterSeconds) : void 0;
		if (r === void 0) return n;
		await new Promise((e) => setTimeout(e, r));
	}
}
// packages/portal/src/session-words.ts
function ir(e, t) {
	let n = "idle", r, i = (t) => e.querySelector(`[data-session-${t}]`);
	return e.addEventListener("focusin", ({ relatedTarget: t }) => {
		t instanceof HTMLElement && !e.contains(t) && (r = t);
	}), {
		shown: () => n,
		show(a, o = !1) {
			if (a === n) return;
			let s = e.contains(document.activeElement);
			n = a;
			for (let e of [
				"idle",
				"closing",
				"over"
			]) {
				let t = i(e);
				t && (t.hidden = e !== a);
			}
			let c = e.querySelector("button");
			c && (c.hidden = o), e.classList.toggle("session-end-near", a !== "idle"), a === "closing" && t.say(i(a)?.querySelector("p")?.textContent?.trim() ?? ""), s && (r?.isConnected ? r : e.closest("main"))?.focus({ preventScroll: !0 });
		},
		focus: () => i("over")?.focus()
	};
}
// packages/portal/src/stay.ts
var ar = "x-novatrade-session-seconds", or = 429;
async function sr(e) {
	let t = await fetch(e, { method: "POST" }).catch(() => void 0);
	if (!t) return "failed";
	let n = Number(t.headers.get(ar));
	return t.ok && n > 0 ? n : t.status >= 400 && t.status < 500 && t.status !== or && w((e) => t.headers.get(e)) ? "over" : "failed";
}
// packages/portal/src/session-end.ts
var cr = 15e3, lr = 3e5, ur = [
	"input",
	"change",
	"drop",
	"submit"
];
function dr(e) {
	let { stay: t = "", endsIn: n } = e.dataset, r = e.closest("main") ?? document.body, i = ir(e, d(r)), a = "BroadcastChannel" in window ? new BroadcastChannel(`session-end:${t}`) : void 0, o = 0, s = !1, c = !1, l = !1, u;
	function f(e) {
		o = e, s = !1, c = e - Date.now() <= lr, m();
	}
	function p(e) {
		f(Date.now() + e * 1e3), a?.postMessage(o);
	}
	function m() {
		let e = o - Date.now();
		if (e <= 0) return i.show("over");
		if (e > lr) return i.show("idle");
		if (c || !(s || fr())) return i.show("closing", c);
		h();
	}
	function h() {
		return u ??= g().finally(() => u = void 0), u;
	}
	async function g() {
		let e = await sr(t);
		return typeof e == "number" ? p(e) : e === "over" && f(0), typeof e == "number" ? "stays" : e;
	}
	function _() {
		s = !0, i.shown() === "closing" && !c && h();
	}
	async function v(e, t) {
		let n = await h();
		n === "stays" || n === "failed" && o > Date.now() ? y(e, t) : i.focus();
	}
	function y(e, t) {
		l = !0, "requestSubmit" in e ? e.requestSubmit(t) : e.submit(), l = !1;
	}
	document.addEventListener("submit", (e) => {
		let { target: t, submitter: n } = e;
		m(), !l && i.shown() !== "idle" && t instanceof HTMLFormElement && r.contains(t) && (e.preventDefault(), e.stopImmediatePropagation(), v(t, n));
	}, { capture: !0 });
	for (let e of ur) document.addEventListener(e, _, { capture: !0 });
	e.querySelector("button")?.addEventListener("click", () => void h()), a?.addEventListener("message", ({ data: e }) => void (e > o && f(e)));
	for (let e of ["visibilitychange", "pageshow"]) window.addEventListener(e, m, { capture: !0 });
	setInterval(m, cr), p(Number(n));
}
function fr() {
	let { waiting: e = "0" } = document.querySelector("[data-waiting]")?.dataset ?? {};
	return e !== "0";
}
// packages/portal/src/portal.ts
var pr = document.querySelector("[data-uploads]");
pr && er(pr);
var mr = document.querySelector("[data-session-end]");
mr && dr(mr);
