"""Django's settings, derived from Wanli's own options (``wanli.config.options``)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pghistory
from psycopg.conninfo import conninfo_to_dict

from wanli.config.options import load, secret_key
from wanli.config.postgres import APPLICATION, OWNER, Server
from wanli.kernel.clock import LOCAL_ZONE

OPTIONS = load()
SOURCE = Path(__file__).resolve().parent.parent

DEBUG = OPTIONS.debug
SECRET_KEY = secret_key(OPTIONS.data)
ALLOWED_HOSTS = [host.strip() for host in OPTIONS.allowed_hosts.split(",") if host.strip()]

DOMAINS = (
    "audit", "places", "accounts", "jobs", "uploads", "ledger", "plans", "people", "notices",
    "canvass", "routines", "passes", "observation", "errands", "sensors", "arrivals",
    "checklists", "postings", "contacts", "wallmap", "privacy",
)  # fmt: skip
"""From the lowest to the highest; an app may refer only to those before it."""

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    *(["allauth.socialaccount.providers.openid_connect"] if OPTIONS.oidc_server else []),
    "axes",
    *(
        f"wanli.domains.{name}"
        for name in DOMAINS
        if (SOURCE / "domains" / name / "apps.py").exists()
    ),
]

MIDDLEWARE = [
    "wanli.web.timing.ServerTimingMiddleware",
    "wanli.web.patience.PatienceMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wanli.web.security.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "wanli.web.security.UploadLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wanli.domains.accounts.middleware.AccessMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wanli.web.preferences.PreferencesMiddleware",
    "wanli.web.errors.RefusalMiddleware",
    "wanli.web.limits.LimitMiddleware",
    "wanli.web.desk.account.second_factor.SecondFactorMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wanli.web.desk.account.activity.ActivityMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "wanli.config.urls"
ASGI_APPLICATION = "wanli.config.asgi.application"


def _everywhere(name: str) -> list[Path]:
    """The folders of this name anywhere in the package: each screen keeps its own."""
    return sorted(path for path in SOURCE.rglob(name) if path.is_dir())


TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": _everywhere("templates"),
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["wanli.web.words"],
            "libraries": {
                "devices": "wanli.web.desk.account.devices",
                "observing": "wanli.web.desk.observation.observing",
                "fen": "wanli.web.desk.errands.fen",
            },
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wanli.web.context.shell",
            ],
        },
    }
]
STATIC_URL = "/static/"
STATICFILES_DIRS = _everywhere("static")
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = OPTIONS.uploads

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
FORMAT_MODULE_PATH = "wanli.config.formats"
LOCALE_PATHS = _everywhere("locale")
TIME_ZONE = str(LOCAL_ZONE)
USE_TZ = True


def _database(url: str, user: str) -> dict[str, Any]:
    """Where to connect as ``user``: the address given, or Wanli's own server."""
    if url:
        where: dict[str, Any] = dict(conninfo_to_dict(url))
    else:
        where = Server(OPTIONS.data / "postgres").conninfo(user=user)
    extra = {k: v for k, v in where.items() if k not in {"host", "port", "user", "dbname"}}
    password = extra.pop("password", "")
    return {
        "ENGINE": "wanli.ground.db",
        "HOST": where.get("host", ""),
        "PORT": where.get("port", ""),
        "USER": where.get("user", user),
        "NAME": where.get("dbname", "wanli"),
        "PASSWORD": password,
        "OPTIONS": extra,
    }


DATABASES: dict[str, dict[str, Any]] = {
    "default": _database(OPTIONS.database_url, APPLICATION)
    | {"ATOMIC_REQUESTS": True, "CONN_HEALTH_CHECKS": False},
    "owner": _database(OPTIONS.database_owner_url, OWNER),
}
DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": OPTIONS.pool_size}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_FORMS = {
    "login": "wanli.web.desk.account.library_forms.LoginForm",
    "reauthenticate": "wanli.web.desk.account.library_forms.ReauthenticateForm",
    "change_password": "wanli.web.desk.account.library_forms.ChangePasswordForm",
    "set_password": "wanli.web.desk.account.library_forms.SetPasswordForm",
}
MFA_FORMS = {
    "authenticate": "wanli.web.desk.account.library_forms.AuthenticateForm",
    "reauthenticate": "wanli.web.desk.account.library_forms.ReauthenticateCodeForm",
    "activate_totp": "wanli.web.desk.account.library_forms.ActivateTOTPForm",
    "add_webauthn": "wanli.web.desk.account.library_forms.AddWebAuthnForm",
    "edit_webauthn": "wanli.web.desk.account.library_forms.EditWebAuthnForm",
}
MFA_ADAPTER = "wanli.web.desk.account.adapter.MFAAdapter"
ACCOUNT_ADAPTER = "wanli.web.desk.account.adapter.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
# Counted in each process; wanli.web.limits and django-axes count for all of them and speak first.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "120/m/ip,20/15m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not OPTIONS.https
MFA_TOTP_ISSUER = "Wanli"
USERSESSIONS_TRACK_ACTIVITY = True
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "wanli.web.desk.account.adapter.locked_out"
AXES_USERNAME_CALLABLE = "wanli.web.desk.account.adapter.who_tries"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if OPTIONS.oidc_server:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": OPTIONS.oidc_name or "OIDC",
                "client_id": OPTIONS.oidc_client_id,
                "secret": OPTIONS.oidc_secret,
                "settings": {"server_url": OPTIONS.oidc_server},
            }
        ]
    }

PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = OPTIONS.https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_HSTS_SECONDS = 31_536_000 if OPTIONS.https else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if OPTIONS.https else None
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "wanli.web.forgery.refused"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
# In a signed cookie: a word of thanks for each entry is not worth a write to the session.
MESSAGE_STORAGE = "django.contrib.messages.storage.fallback.FallbackStorage"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "wanli.config.logs.Discreet",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"procrastinate": {"level": "WARNING"}, "axes": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": OPTIONS.log_level},
}
