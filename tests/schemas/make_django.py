"""Creates the tables of Wagtail or django-oscar in an empty database: `make_django.py wagtail|oscar URL`.

Runs in an environment of its own (see `conftest.py`), because these products are neighbours, not dependencies. Tables
are made straight from their models, which takes seconds where their full migration history takes minutes.
"""

from __future__ import annotations

import sys
from urllib.parse import urlsplit

import django
import pymysql
from django.conf import settings
from django.core.management import call_command

WAGTAIL = [
    "wagtail.contrib.forms", "wagtail.contrib.redirects", "wagtail.contrib.settings", "wagtail.embeds", "wagtail.sites",
    "wagtail.users", "wagtail.snippets", "wagtail.documents", "wagtail.images", "wagtail.search", "wagtail.admin",
    "wagtail", "modelcluster", "taggit",
]  # fmt: skip
DJANGO = [
    "django.contrib." + name
    for name in ("auth", "contenttypes", "sessions", "admin", "messages", "staticfiles", "sites", "flatpages")
]


def oscar_apps() -> list[str]:
    import oscar.defaults

    for name in dir(oscar.defaults):
        if name.startswith("OSCAR"):
            setattr(settings, name, getattr(oscar.defaults, name))
    return [
        "oscar.config.Shop", "oscar.apps.analytics.apps.AnalyticsConfig", "oscar.apps.checkout.apps.CheckoutConfig",
        "oscar.apps.address.apps.AddressConfig", "oscar.apps.shipping.apps.ShippingConfig",
        "oscar.apps.catalogue.apps.CatalogueConfig", "oscar.apps.catalogue.reviews.apps.CatalogueReviewsConfig",
        "oscar.apps.communication.apps.CommunicationConfig", "oscar.apps.partner.apps.PartnerConfig",
        "oscar.apps.basket.apps.BasketConfig", "oscar.apps.payment.apps.PaymentConfig",
        "oscar.apps.offer.apps.OfferConfig", "oscar.apps.order.apps.OrderConfig",
        "oscar.apps.customer.apps.CustomerConfig", "oscar.apps.search.apps.SearchConfig",
        "oscar.apps.voucher.apps.VoucherConfig", "oscar.apps.wishlists.apps.WishlistsConfig",
        "oscar.apps.dashboard.apps.DashboardConfig",
        *(
            f"oscar.apps.dashboard.{name}.apps.{name.title().replace('_', '')}DashboardConfig"
            for name in (
                "reports", "users", "orders", "catalogue", "offers", "partners", "pages", "ranges", "reviews",
                "vouchers", "communications", "shipping",
            )
        ),
        "widget_tweaks", "haystack", "treebeard", "sorl.thumbnail",
        "django_tables2",
    ]  # fmt: skip


def main() -> None:
    product, url = sys.argv[1:3]
    pymysql.install_as_MySQLdb()
    pymysql.version_info = (2, 2, 7, "final", 0)  # Django checks for the version of another driver
    parts = urlsplit(url)
    engine = "postgresql" if parts.scheme.startswith("postgres") else "mysql"
    database = {
        "ENGINE": f"django.db.backends.{engine}", "NAME": parts.path.lstrip("/"), "USER": parts.username,
        "PASSWORD": parts.password or "", "HOST": parts.hostname, "PORT": parts.port,
    }  # fmt: skip
    settings.configure(
        DATABASES={"default": database},
        SECRET_KEY="x",
        USE_TZ=True,
        SITE_ID=1,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        MIGRATION_MODULES=_NoMigrations(),
        HAYSTACK_CONNECTIONS={"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}},
        WAGTAIL_SITE_NAME="x",
        STATIC_URL="/static/",
        ROOT_URLCONF=__name__,
        SILENCED_SYSTEM_CHECKS=["*"],
        INSTALLED_APPS=DJANGO + (WAGTAIL if product == "wagtail" else []),
    )
    if product == "oscar":
        settings.INSTALLED_APPS += oscar_apps()
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0, interactive=False, skip_checks=True)


class _NoMigrations:
    """Answers that no app has migrations, so that tables come from the models."""

    def __contains__(self, item: object) -> bool:
        return True

    def __getitem__(self, item: str) -> None:
        return None


urlpatterns: list[object] = []

if __name__ == "__main__":
    main()
