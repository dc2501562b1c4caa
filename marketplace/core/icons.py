"""The icon set: one drawing per word, on a 24 by 24 grid, stroked by the stylesheet."""

ICONS = {
    "agency": '<path d="M4 11.5L12 4l8 7.5V20H4zM10 20v-5.5h4V20"/>',
    "back": '<path d="M19 12H5M11 6l-6 6 6 6"/>',
    "badge": '<path d="M12 3l7.5 3v5.5c0 4.6-3.2 8-7.5 9.5-4.3-1.5-7.5-4.9-7.5-9.5V6z'
    'M8.5 12l2.5 2.5 4.5-5"/>',
    "bath": '<path d="M3 12h18v2a5 5 0 0 1-5 5H8a5 5 0 0 1-5-5zM6 12V6.5a2.2 2.2 0 0 1 4.2-.9'
    'M7 19l-1 2M17 19l1 2"/>',
    "bed": '<path d="M3 19V6M3 15h18v4M21 15v-2a3 3 0 0 0-3-3h-8v5"/>'
    '<circle cx="6.5" cy="11.5" r="1.3"/>',
    "bookmark": '<path d="M6.5 4h11v16L12 16l-5.5 4z"/>',
    "bus": '<path d="M5 17H3V7h11v10H9M14 10.5h4l3 3.5v3h-2M14 17h1"/>'
    '<circle cx="7" cy="17.5" r="1.9"/><circle cx="17" cy="17.5" r="1.9"/>',
    "calendar": '<rect x="4" y="5.5" width="16" height="15" rx="2"/>'
    '<path d="M4 10h16M8.5 3.5v4M15.5 3.5v4"/>',
    "card": '<rect x="3" y="5.5" width="18" height="13" rx="2"/><path d="M3 10h18M6.5 15h4"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>',
    "cross": '<path d="M6 6l12 12M18 6L6 18"/>',
    "cup": '<path d="M5 9h11v5a5 5 0 0 1-5 5h-1a5 5 0 0 1-5-5zM16 10.5h1.5a2.5 2.5 0 0 1 0 5H16'
    'M8.5 3.5v2M12 3.5v2"/>',
    "equipment": '<path d="M6 20V6.5a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2V20M6 12h12"/>',
    "file": '<path d="M6 3.5h8l4 4v13H6zM14 3.5v4h4M9 12.5h6M9 16h6"/>',
    "flag": '<path d="M6 21V4h11l-2.5 4L17 12H6"/>',
    "freeze": '<path d="M12 3v18M4.2 7.5l15.6 9M19.8 7.5l-15.6 9"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11.2v5M12 8v.1"/>',
    "key": '<circle cx="8" cy="14.5" r="4.2"/><path d="M11 11.5L19.5 3M16 6.5l3 3M13.5 9l2 2"/>',
    "leave": '<path d="M13 4H5v16h8M10 12h11M17 8l4 4-4 4"/>',
    "next": '<path d="M5 12h14M13 6l6 6-6 6"/>',
    "people": '<circle cx="9" cy="8" r="3.3"/><path d="M2.5 19.5c.4-3.8 3-5.7 6.5-5.7'
    's6.1 1.9 6.5 5.7M15.5 5a3.2 3.2 0 0 1 0 6M17.5 14.2c2.4.6 3.8 2.3 4 5.3"/>',
    "person": '<circle cx="12" cy="7.5" r="3.8"/>'
    '<path d="M4.5 20.5c.6-4.4 3.6-6.5 7.5-6.5s6.9 2.1 7.5 6.5"/>',
    "phone": '<path d="M6.5 4h3l1.5 4-2 1.5a10 10 0 0 0 5.5 5.5l1.5-2 4 1.5v3a2 2 0 0 1-2.2 2'
    'A16 16 0 0 1 4.5 6.2 2 2 0 0 1 6.5 4z"/>',
    "pin": '<path d="M12 21s7-6.2 7-11.2a7 7 0 0 0-14 0C5 14.8 12 21 12 21z"/>'
    '<circle cx="12" cy="10" r="2.5"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "print": '<path d="M7 9V4h10v5M7 17H4.5v-6a2 2 0 0 1 2-2h11a2 2 0 0 1 2 2v6H17M7 14.5h10V20H7z"/>',
    "question": '<circle cx="12" cy="12" r="8.5"/>'
    '<path d="M9.6 9.6a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.2.9-1.2 1.7M12 16.5v.1"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5L21 21"/>',
    "tick": '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
    "warning": '<path d="M12 4L2.8 19.5h18.4zM12 10v4.2M12 17v.1"/>',
}
