"""A small export of each framework: mostly one record of its table of users."""

from tests.imports.formats.samples import ADA, BCRYPT, Sample, csv, document, hashed, json_lines

TIME, READ = "2020-01-31 10:15:00", "2020-01-31T10:15:00+00:00"
SALTED = '{"salt":"e988","hash":"a68f"}'
ONE = ADA | {"external_id": "1", "created_at": READ}

FRAMEWORKS = [
    Sample(
        "django",
        document(
            [
                {
                    "model": "auth.user",
                    "pk": 1,
                    "fields": {
                        "password": "pbkdf2_sha256$1$a$b",
                        "is_superuser": True,
                        "username": "ada",
                        "email": "ada@example.org",
                        "is_active": False,
                        "date_joined": "2020-01-31T10:15:00Z",
                        "groups": [],
                    },
                }
            ]
        ),
        [ONE | {"active": False, "password": hashed("django", "pbkdf2_sha256$1$a$b")}],
    ),
    Sample(
        "django",
        csv(
            "id,password,last_login,is_superuser,username,first_name,last_name,email,is_staff,is_active,date_joined",
            f"1,!x,,0,ada,,,ada@example.org,0,1,{TIME}",
        ),
        [ONE],
    ),
    Sample(
        "flask",
        csv("id,username,email,password_hash,created_at", f"1,ada,ada@example.org,scrypt:1:1:1$a$b,{TIME}"),
        [ONE | {"password": hashed("werkzeug", "scrypt:1:1:1$a$b")}],
    ),
    Sample(
        "flask-bcrypt",
        csv("id,username,password", f"1,ada,{BCRYPT}"),
        [{"external_id": "1", "username": "ada", "password": hashed("flask-bcrypt")}],
    ),
    Sample(
        "flask-security",
        csv("id,email,password,active,confirmed_at,create_datetime", f"1,ada@example.org,$argon2id$,t,{TIME},{TIME}"),
        [
            {
                "external_id": "1",
                "email": "ada@example.org",
                "verified": ["email"],
                "created_at": READ,
                "password": hashed("flask-security", "$argon2id$", SECURITY_PASSWORD_SALT="171216"),
            }
        ],
        {"password-salt": "171216"},
    ),
    Sample(
        "fastapi-users",
        csv(
            "id,email,hashed_password,is_active,is_superuser,is_verified",
            "7c,ada@example.org,$argon2id$,true,false,true",
        ),
        [
            {
                "external_id": "7c",
                "email": "ada@example.org",
                "verified": ["email"],
                "password": hashed("fastapi-users", "$argon2id$"),
            }
        ],
    ),
    Sample(
        "laravel",
        csv(
            "id,name,email,email_verified_at,password,created_at,deleted_at",
            f"1,Ada L,ada@example.org,NULL,{BCRYPT},{TIME},{TIME}",
        ),
        [
            {
                "external_id": "1",
                "email": "ada@example.org",
                "created_at": READ,
                "active": False,
                "password": hashed("laravel"),
            }
        ],
    ),
    Sample(
        "symfony",
        csv("id,username,email,password,salt", "1,ada,ada@example.org,bw9h==,k3oa"),
        [ADA | {"external_id": "1", "password": hashed("symfony", "bw9h==", salt="k3oa")}],
    ),
    Sample(
        "devise",
        csv(
            "id,email,encrypted_password,confirmed_at,created_at",
            f"1,ada@example.org,{BCRYPT},{TIME}.123456,{TIME}.123456",
        ),
        [
            {
                "external_id": "1",
                "email": "ada@example.org",
                "verified": ["email"],
                "created_at": "2020-01-31T10:15:00.123456+00:00",
                "password": hashed("devise", pepper="salt and pepper"),
            }
        ],
        {"pepper": "salt and pepper"},
    ),
    Sample(
        "aspnet",
        csv(
            "Id;UserName;Email;EmailConfirmed;PasswordHash;PhoneNumber;PhoneNumberConfirmed;LockoutEnd",
            "1;ada;ada@example.org;1;AQAA;+8801712345678;0;2020-01-01",
        ),
        [
            ADA
            | {
                "external_id": "1",
                "mobile": "+8801712345678",
                "verified": ["email"],
                "password": hashed("aspnet", "AQAA"),
            }
        ],
    ),
    Sample(
        "adonis",
        csv("id,email,password", "1,ada@example.org,$scrypt$"),
        [{"external_id": "1", "email": "ada@example.org", "password": hashed("adonis", "$scrypt$")}],
    ),
    Sample(
        "feathers",
        json_lines({"_id": {"$oid": "5f"}, "email": "ada@example.org", "password": BCRYPT}),
        [{"external_id": "5f", "email": "ada@example.org", "password": hashed("feathers")}],
    ),
    Sample(
        "passport",
        json_lines(
            {"_id": {"$oid": "5f"}, "username": "ada", "salt": "e988", "hash": "a68f"},
            {"_id": {"$oid": "60"}, "username": "bob"},
        ),
        [
            {"external_id": "5f", "username": "ada", "password": hashed("passport", SALTED)},
            {"external_id": "60", "username": "bob"},
        ],
    ),
    Sample(
        "better-auth",
        document(
            [
                {
                    "id": "Xy",
                    "name": "Ada",
                    "email": "ada@example.org",
                    "emailVerified": 1,
                    "createdAt": TIME,
                    "password": "ab:cd",
                    "banned": None,
                }
            ]
        ),
        [
            {
                "external_id": "Xy",
                "email": "ada@example.org",
                "verified": ["email"],
                "created_at": READ,
                "password": hashed("better-auth", "ab:cd"),
            }
        ],
    ),
    Sample(
        "lucia",
        csv("id,username,hashed_password", "1,ada,s2:a:b"),
        [{"external_id": "1", "username": "ada", "password": hashed("lucia", "s2:a:b")}],
    ),
    Sample(
        "oslo",
        csv("id,username,password_hash", f"1,ada,{BCRYPT}"),
        [{"external_id": "1", "username": "ada", "password": hashed("oslo")}],
    ),
    Sample(
        "keystone",
        csv("id,email,password,createdAt", f"ck1,ada@example.org,{BCRYPT},{TIME}"),
        [{"external_id": "ck1", "email": "ada@example.org", "created_at": READ, "password": hashed("keystone")}],
    ),
]
