"""A small export of each product: mostly one record of its table of users."""

from tests.imports.formats.samples import ADA, BCRYPT, Sample, csv, hashed, json_lines

TIME, READ = "2020-01-31 10:15:00", "2020-01-31T10:15:00+00:00"
SALTED = '{"salt":"e988","hash":"a68f"}'
ONE = ADA | {"external_id": "1", "created_at": READ}

PRODUCTS = [
    Sample(
        "wordpress",
        csv(
            "ID,user_login,user_email,user_pass,user_registered",
            f"1,ada,ada@example.org,$P$B,{TIME}",
            "2,bob,,$wp$2y$,0000-00-00 00:00:00",
        ),
        [
            ONE | {"password": hashed("wordpress", "$P$B")},
            {"external_id": "2", "username": "bob", "password": hashed("wordpress", "$wp$2y$")},
        ],
    ),
    Sample(
        "drupal",
        csv("uid,name,mail,pass,status,created,preferred_langcode", "1,ada,ada@example.org,$S$D,0,1580465700,de"),
        [ONE | {"locale": "de", "active": False, "password": hashed("drupal", "$S$D")}],
    ),
    Sample(
        "joomla",
        csv("id,name,username,email,password,block,registerDate", f"1,Ada,ada,ada@example.org,{BCRYPT},1,{TIME}"),
        [ONE | {"active": False, "password": hashed("joomla")}],
    ),
    Sample(
        "discourse",
        csv(
            "id,username,email,active,created_at,suspended_till,password_hash,password_salt,password_algorithm",
            f'1,ada,ada@example.org,t,{TIME},,9f,a1,"$pbkdf2-sha256$i=600000,l=32$"',
        ),
        [
            ONE
            | {
                "verified": ["email"],
                "password": hashed("discourse", "9f", salt="a1", password_algorithm="$pbkdf2-sha256$i=600000,l=32$"),
            }
        ],
    ),
    Sample(
        "nextcloud",
        csv("uid,password,email", "ada,3|$argon2id$,ada@example.org"),
        [ADA | {"external_id": "ada", "password": hashed("nextcloud", "3|$argon2id$")}],
    ),
    Sample(
        "moodle",
        csv(
            "id,username,password,email,confirmed,suspended,deleted,phone2,timecreated,lang",
            "1,ada,$6$,ada@example.org,1,0,0,+8801712345678,1580465700,de",
        ),
        [
            ONE
            | {
                "mobile": "+8801712345678",
                "verified": ["email"],
                "locale": "de",
                "password": hashed("moodle", "$6$", pepper="p"),
            }
        ],
        {"pepper": "p"},
    ),
    Sample(
        "odoo",
        csv("id,login,password,active,create_date", f"1,ada@example.org,$pbkdf2-sha512$,t,{TIME}", f"2,bob,,f,{TIME}"),
        [
            {
                "external_id": "1",
                "email": "ada@example.org",
                "created_at": READ,
                "password": hashed("odoo", "$pbkdf2-sha512$"),
            },
            {"external_id": "2", "username": "bob", "created_at": READ, "active": False},
        ],
    ),
    Sample(
        "synapse",
        csv("name,password_hash,creation_ts,deactivated", f"@ada:example.org,{BCRYPT},1580465700,1"),
        [
            {
                "external_id": "@ada:example.org",
                "username": "ada",
                "created_at": READ,
                "active": False,
                "password": hashed("synapse"),
            }
        ],
    ),
    Sample(
        "pocketbase",
        csv("id,email,verified,password,created", f"x1,ada@example.org,1,{BCRYPT},{TIME}.000Z"),
        [
            {
                "external_id": "x1",
                "email": "ada@example.org",
                "verified": ["email"],
                "created_at": READ,
                "password": hashed("bcrypt"),
            }
        ],
    ),
    Sample(
        "ghost",
        csv("id,slug,email,password,status,created_at", f"1,ada,ada@example.org,{BCRYPT},inactive,{TIME}"),
        [ONE | {"active": False, "password": hashed("ghost")}],
    ),
    Sample(
        "directus",
        csv("id,email,password,status,language", "7c,ada@example.org,$argon2id$,suspended,de-DE"),
        [
            {
                "external_id": "7c",
                "email": "ada@example.org",
                "locale": "de-DE",
                "active": False,
                "password": hashed("directus", "$argon2id$"),
            }
        ],
    ),
    Sample(
        "strapi",
        csv(
            "id,username,email,password,confirmed,blocked,created_at",
            f"1,ada,ada@example.org,{BCRYPT},true,true,{TIME}",
        ),
        [ONE | {"verified": ["email"], "active": False, "password": hashed("strapi")}],
    ),
    Sample(
        "payload",
        json_lines(
            {
                "_id": {"$oid": "5f"},
                "email": "ada@example.org",
                "salt": "e988",
                "hash": "a68f",
                "createdAt": {"$date": "2020-01-31T10:15:00Z"},
            }
        ),
        [{"external_id": "5f", "email": "ada@example.org", "created_at": READ, "password": hashed("payload", SALTED)}],
    ),
    Sample(
        "meteor",
        json_lines(
            {
                "_id": "Qz",
                "username": "ada",
                "createdAt": {"$date": {"$numberLong": "1580465700000"}},
                "services": {"password": {"bcrypt": BCRYPT}},
                "emails": [{"address": "ada@example.org", "verified": True}],
            }
        ),
        [ADA | {"external_id": "Qz", "verified": ["email"], "created_at": READ, "password": hashed("meteor")}],
    ),
    Sample(
        "parse",
        json_lines(
            {
                "_id": "aB",
                "username": "ada",
                "email": "ada@example.org",
                "emailVerified": False,
                "_hashed_password": BCRYPT,
                "_created_at": {"$date": "2020-01-31T10:15:00Z"},
            }
        ),
        [ADA | {"external_id": "aB", "created_at": READ, "password": hashed("parse")}],
    ),
    Sample(
        "n8n",
        csv("id,email,password,disabled,createdAt", f"7c,ada@example.org,{BCRYPT},false,{TIME}"),
        [{"external_id": "7c", "email": "ada@example.org", "created_at": READ, "password": hashed("n8n")}],
    ),
]

FILES = [
    Sample(
        "shadow",
        b"root:*:19000:0:99999:7:::\nada:$y$j9T$a$b:19000:0:99999:7:::\nbob:!$6$a$b:1::::::\n\n",
        [
            {"external_id": "root", "username": "root"},
            {"external_id": "ada", "username": "ada", "password": hashed("shadow", "$y$j9T$a$b")},
            {"external_id": "bob", "username": "bob"},
        ],
    ),
    Sample(
        "htpasswd",
        b"# people\r\nada:$apr1$a$b\r\n",
        [{"external_id": "ada", "username": "ada", "password": hashed("htpasswd", "$apr1$a$b")}],
    ),
    Sample(
        "ldif",
        b"version: 1\n\ndn: dc=example,dc=org\nobjectClass: dcObject\n\n# people\ndn: uid=ada,dc=example,dc=org\n"
        b"objectClass: inetOrgPerson\nuid: ada\ncn:: w4lh\nmail: ada@exam\n ple.org\nmobile: +8801712345678\n"
        b"userPassword:: e1NTSEF9YWJj\nentryUUID: 0a\ncreateTimestamp: 20200131101500Z\n",
        [
            ADA
            | {
                "external_id": "0a",
                "mobile": "+8801712345678",
                "created_at": READ,
                "password": hashed("openldap", "{SSHA}abc"),
            }
        ],
    ),
]
