"""The vocabulary of the sample rows: plain data, so that a reader sees at once what the demo is made of."""

from __future__ import annotations

TEAMS = (
    ("Service desk", "desk@example.com", "First contact for everybody. Answers within 30 minutes in office hours."),
    ("Infrastructure", "infra@example.com", "Servers, storage, virtualisation and backups."),
    ("Network", "network@example.com", "Wired and wireless network, VPN, firewalls."),
    ("Workplace", "workplace@example.com", "Laptops, phones, printers and meeting rooms."),
    ("Applications", "apps@example.com", "Business applications and their interfaces."),
    ("Finance", "finance@example.com", None),
    ("Sales", "sales@example.com", None),
    ("People", "people@example.com", None),
)
SUPPORT_TEAMS = 5

FIRST_NAMES = (
    "Ada", "Ben", "Chiara", "Daniel", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kaya", "Lena", "Mateus",
    "Nora", "Omar", "Paula", "Quentin", "Rosa", "Samir", "Tilda", "Uma", "Viktor", "Wanda", "Xenia", "Yusuf", "Zoe",
    "Anna", "Bruno", "Clara", "Dario", "Emma", "Felix",
)  # fmt: skip
LAST_NAMES = (
    "Abrams", "Bauer", "Costa", "Dahl", "Eriksen", "Fischer", "García", "Hansen", "Ivanov", "Jensen", "Keller",
    "Lindqvist", "Moreau", "Nowak", "Okafor", "Pereira", "Quinn", "Rossi", "Schmidt", "Tanaka", "Ueda", "Vogel",
    "Weber", "Xu", "Yılmaz", "Zhang",
)  # fmt: skip
SUPPORT_TITLES = (
    "Support specialist",
    "Systems engineer",
    "Network engineer",
    "Team lead",
    "Site reliability engineer",
)
OFFICE_TITLES = (
    "Accountant",
    "Account manager",
    "Controller",
    "Recruiter",
    "Sales representative",
    "HR business partner",
)
LOCATIONS = ("Berlin", "Berlin", "Berlin", "Lisbon", "Oslo", "Remote")

SERVICES = (
    ("E-mail", "operational", "high", 2, "https://mail.example.com", "Mailboxes, calendars and distribution lists."),
    ("VPN", "degraded", "high", 3, "https://vpn.example.com", "Remote access to the office network."),
    ("Wi-Fi", "operational", "high", 3, None, "Office wireless in all sites, including guests."),
    ("File storage", "operational", "medium", 2, "https://files.example.com", "Team folders with daily backups."),
    ("ERP", "operational", "high", 5, "https://erp.example.com", "Orders, invoices and stock."),
    ("CRM", "operational", "medium", 5, "https://crm.example.com", "Customers, contacts and the pipeline."),
    ("Printing", "operational", "low", 4, None, "Follow-me printing in Berlin, Lisbon and Oslo."),
    ("Telephony", "operational", "medium", 3, None, "Desk phones, softphone and the switchboard."),
    ("Single sign-on", "operational", "high", 2, "https://id.example.com", "One account for all applications."),
    (
        "Build servers",
        "maintenance",
        "medium",
        2,
        "https://build.example.com",
        "Continuous integration for developers.",
    ),
    ("Payroll", "operational", "high", 5, "https://payroll.example.com", "Monthly salary run and payslips."),
    ("Intranet", "operational", "low", 5, "https://intranet.example.com", "News, handbook and phone book."),
)

ASSETS = {
    "laptop": (("ThinkPad T14", 1489), ("MacBook Pro 14", 2399), ("Latitude 7450", 1599), ("Framework 13", 1340)),
    "phone": (("iPhone 15", 849), ("Pixel 9", 749), ("Galaxy S24", 799)),
    "monitor": (("UltraSharp 27", 459), ("ThinkVision P32", 689)),
    "server": (("PowerEdge R660", 8750), ("ProLiant DL360", 7980)),
    "switch": (("Aruba 6300M", 5120), ("Catalyst 9200", 3890)),
    "printer": (("LaserJet M612", 1190), ("ECOSYS P3260", 1050)),
}

# kind, title, service number (1-based) or None, description, conversation between requester (r) and agent (a)
TICKETS = (
    (
        "incident",
        "VPN drops every ten minutes",
        2,
        "The connection is lost about every ten minutes and comes back after a"
        " minute. It started this morning and happens at home and in the hotel alike.",
        (
            "a:Thanks, others on the Lisbon gateway see the same. Which client version do you have?",
            "r:5.1.2, the one that was installed with the laptop.",
            "a:Please update to 5.1.4 from the software centre. The older one loses the session on re-keying.",
        ),
    ),
    (
        "incident",
        "Cannot print from the third floor",
        7,
        "Jobs stay in the queue. Colleagues on the second floor can print.",
        ("a:The printer had a stuck job. Cleared and restarted, please try again.", "r:Works, thank you."),
    ),
    (
        "incident",
        "Outlook asks for the password again and again",
        1,
        "After changing my password yesterday Outlook keeps asking. Web mail works.",
        ("a:Please sign out of all accounts in Outlook, close it and sign in once more.", "r:That helped."),
    ),
    (
        "incident",
        "Shared calendar shows the wrong time zone",
        1,
        "Meetings of the Lisbon team are shown one hour late.",
        (),
    ),
    (
        "incident",
        "ERP is very slow when posting invoices",
        5,
        "Posting one invoice takes 40 seconds. It used to take two.",
        (
            "a:We found a missing index after last night's update. Being rebuilt now.",
            "r:It is better already, about five seconds.",
            "a:Index is complete. Please tell us if you see more than two seconds.",
        ),
    ),
    (
        "incident",
        "No sound in meeting room Fjord",
        None,
        "The speakers stay silent, the microphone works.",
        ("a:Colleague is on the way to the room.",),
    ),
    (
        "incident",
        "Wi-Fi unavailable in the warehouse",
        3,
        "Scanners have lost the connection since 07:30. Shipping stands still.",
        (
            "a:Access point AP-W-04 lost power. Electrician is informed.",
            "a:Power is back, access point is up.",
            "r:Scanners are online again. Thank you for the quick help.",
        ),
    ),
    (
        "incident",
        "Laptop battery lasts only an hour",
        None,
        "Battery health shows 52 %. The laptop is three years old.",
        ("a:Your device is within warranty until autumn, we order a new battery.",),
    ),
    (
        "incident",
        "File server: access denied on /projects/apollo",
        4,
        "Since the move to the new folder structure I cannot open the project folder.",
        ("a:You were missing from the group. Added, please sign out and in.", "r:Access works."),
    ),
    ("incident", "Phone cannot be reached from outside", 8, "Callers hear a busy tone. Internal calls work.", ()),
    (
        "incident",
        "Two-factor codes are rejected",
        9,
        "The codes of my app are always wrong since I changed my phone.",
        (
            "a:The clock of the new phone was not set automatically. Please enable automatic time and try again.",
            "r:Solved!",
        ),
    ),
    (
        "incident",
        "Build agent 7 runs out of disk space",
        10,
        "Jobs fail with 'no space left on device' on agent 7.",
        ("a:Old workspaces were never removed there. Cleaned up, and the job that removes them is enabled now.",),
    ),
    ("incident", "CRM export stops after 5,000 rows", 6, "The export to a spreadsheet always ends at row 5,000.", ()),
    (
        "incident",
        "Payslip of last month is empty",
        11,
        "The PDF opens but has no content.",
        ("a:The template of the Oslo office was broken by the last release. Payroll regenerates the documents today.",),
    ),
    (
        "request",
        "New laptop for a new colleague",
        None,
        "Starts on the first of next month in the Berlin office. Standard developer equipment, two monitors.",
        ("a:Reserved from stock. Will be ready two days before the start.",),
    ),
    (
        "request",
        "Access to the finance reports in the ERP",
        5,
        "I take over the monthly closing from my colleague and need the same rights.",
        (
            "a:We need the approval of your team lead.",
            "r:Approved by mail, forwarded to you.",
            "a:Rights are assigned.",
        ),
    ),
    (
        "request",
        "Distribution list for the project team",
        1,
        "Please create apollo-team@example.com with the members in the attached list.",
        ("a:Created. You are the owner and can change the members yourself.",),
    ),
    ("request", "Install Visio on my laptop", None, "Needed for network diagrams.", ()),
    (
        "request",
        "Guest Wi-Fi for a workshop with 20 people",
        3,
        "Next Tuesday, all day, meeting room Atlantic.",
        ("a:Voucher codes are in your mailbox, valid for that day.",),
    ),
    ("request", "Larger mailbox", 1, "Mine is full every week. I work with large drawings.", ()),
    (
        "request",
        "Company phone with data roaming",
        8,
        "Travel to Norway and Portugal every month.",
        ("a:Ordered, delivery takes about a week.",),
    ),
    (
        "request",
        "Restore a deleted folder",
        4,
        "I deleted /sales/2024/offers by mistake on Monday afternoon.",
        ("a:Restored from Monday's 12:00 snapshot to /sales/2024/offers_restored.", "r:Complete, thank you very much."),
    ),
    ("request", "Second monitor for home office", None, "A 27-inch screen would be enough.", ()),
    (
        "request",
        "VPN access for an external consultant",
        2,
        "From next week for three months, only to the ERP test system.",
        ("a:Please have the confidentiality form signed first, it is linked in the intranet.",),
    ),
    (
        "change",
        "Firmware update of the core switches",
        3,
        "Two switches in Berlin, one after the other, during the"
        " maintenance window. Roll-back: previous image stays on the device.",
        ("a:Tested on the lab switch for a week.",),
    ),
    ("change", "Move file storage to the new volume", 4, "Copy on Saturday, switch the name on Sunday 06:00.", ()),
    (
        "change",
        "Renew the certificate of id.example.com",
        9,
        "Expires in three weeks. Renewal is prepared.",
        ("a:Renewed and checked from outside.",),
    ),
    (
        "change",
        "Raise the connection limit of the ERP database",
        5,
        "From 200 to 300, needs a restart of two minutes.",
        (),
    ),
    ("change", "Introduce the new printer drivers in Oslo", 7, "Roll out by group policy, Oslo only.", ()),
    (
        "change",
        "Replace the UPS batteries in server room 2",
        None,
        "The self test failed twice this month.",
        ("a:Batteries are ordered, the technician comes on Thursday.",),
    ),
)

INTERNAL_NOTES = (
    "Seen twice this week already. Worth a problem record?",
    "Customer is on holiday until Monday, do not close before.",
    "Vendor case opened, reference in the mail thread.",
    "Workaround is in the handbook under 'Known issues'.",
)

QUESTIONS = (
    "{who} could you have a look? I have seen nothing like it before.",
    "{who} is this the same as last week?",
    "{who} please take over while I am out tomorrow.",
    "{who} the vendor asks for a time slot, which one suits you?",
)
QUESTIONS_TO_REQUESTERS = (
    "{who} does it still happen? We changed something on our side.",
    "{who} could you try again and send us a screenshot?",
)
