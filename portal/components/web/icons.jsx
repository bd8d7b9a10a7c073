// Our own line drawings, 24 by 24; `Icon` draws one by its name. The names are listed in icons.py too.
const shapes = {
  alert: "M12 4 2.500 20.500h19zM12 10v4.500M12 17.500h.01",
  allergy: "M12 12a2.500 2.500 0 1 0 0-.01M12 9.500C9 7 9 3 12 3s3 4 0 6.500M14.400 11.200c2-3.300 5.700-4.700 7.100-2.200s-1.300 4.900-5 5M13.500 14c2.700 2.800 2.700 6.600-.2 7s-4-3.200-2.600-6.800M9.600 12.800c-3.600 1.200-7 0-7.100-2.500s3.700-3.400 6.600-.8",
  bell: "M6 16.500V11a6 6 0 0 1 12 0v5.500l1.500 2h-15zM10 21h4",
  calendar: "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
  check: "M5 12.500l4.500 4.500L19 7.500",
  chevron_down: "M6 9l6 6 6-6",
  chevron_left: "M15 6l-6 6 6 6",
  chevron_right: "M9 6l6 6-6 6",
  clipboard: "M9 4h6v3H9zM7 5H5v16h14V5h-2M8 13l2 2 5-5",
  document: "M6 3h9l4 4v14H6zM9 12h7M9 16h7M9 8h3",
  download: "M12 4v11M7 11l5 5 5-5M4 20h16",
  external: "M13 4h7v7M20 4l-9 9M18 14v6H4V6h6",
  flask: "M9 3h6M10 3v6l-5 9a2 2 0 0 0 2 3h10a2 2 0 0 0 2-3l-5-9V3M7.500 15h9",
  heart: "M12 20s-7-4.600-7-10a4 4 0 0 1 7-2.600A4 4 0 0 1 19 10c0 5.400-7 10-7 10z",
  home: "M3 11l9-7 9 7v9a1 1 0 0 1-1 1h-5v-6H9v6H4a1 1 0 0 1-1-1z",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.500M12 7.500h.01",
  key: "M8 20a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9zM11.200 12.300L20 3.500M15.500 8l3.500 3.500M18 5.500l2 2",
  lock: "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3M12 15v2",
  messages: "M4 5h16v11H9l-5 4z",
  more: "M4.500 12h1M11.500 12h1M18.500 12h1",
  offline: "M4 4l16 16M8.500 15.500a5 5 0 0 1 7 0M5 12a10 10 0 0 1 4-2.400M19 12a10 10 0 0 0-5.500-2.800M12 19h.01",
  people: "M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 20c.4-3.700 3-6 6.500-6s6.100 2.300 6.500 6M16 4.500a3.500 3.500 0 0 1 0 6.300M18 14.500c2 .9 3.200 2.900 3.500 5.500",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.500 21c.4-4.200 3.400-6.500 7.500-6.500s7.100 2.300 7.500 6.500",
  phone: "M5 4h4l2 5-2.500 1.500a11 11 0 0 0 5 5L15 13l5 2v4a1 1 0 0 1-1 1A15 15 0 0 1 4 5a1 1 0 0 1 1-1z",
  pill: "M10.500 20.500l10-10a4.950 4.950 0 0 0-7-7l-10 10a4.950 4.950 0 0 0 7 7zM8.500 8.500l7 7",
  plan: "M5 4h14v17H5zM8.500 9h.01M8.500 13h.01M8.500 17h.01M12 9h4M12 13h4M12 17h4",
  print: "M7 9V3h10v6M7 18H4v-8a1 1 0 0 1 1-1h14a1 1 0 0 1 1 1v8h-3M7 14h10v7H7z",
  receipt: "M5 3h14v18l-3-2-2 2-2-2-2 2-2-2-3 2zM9 8h6M9 12h6",
  records: "M3 6h6l2 3h10v11H3zM12 12v5M9.500 14.500h5",
  scissors: "M6 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM6 21a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8.200 8L20 18.500M8.200 16L20 5.500",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5",
  settings: "M4 7h9M19 7h1M4 17h1M11 17h9M16 9.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM8 19.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
  shield: "M12 3l8 3v6c0 4.800-3.400 7.900-8 9-4.600-1.100-8-4.200-8-9V6zM8.500 12l2.500 2.500 4.500-5",
  sign_out: "M14 4H5v16h9M10 12h11M17 8l4 4-4 4",
  stethoscope: "M6 3H4v5a5 5 0 0 0 10 0V3h-2M9 13v3a5 5 0 0 0 10 0v-2M19 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  syringe: "M17 3l4 4M19 5l-3 3M12 4l8 8M14 6l-8.500 8.500v4h4L18 10M5.500 18.500L3 21M9 11l2 2M12 8l2 2",
  upload: "M12 16V5M7 9l5-5 5 5M4 20h16",
  vitals: "M2.500 12.500h4.500l2.500-7 4.500 13 2.500-6h5",
};

export function Icon({ name, className = "icon" }) {
  return (
    <svg
      className={className}
      viewBox="0 0 24 24"
      width="22"
      height="22"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.9"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={shapes[name] || shapes.document} />
    </svg>
  );
}
