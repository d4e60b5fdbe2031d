from tests.admin.conftest import desk as desk
from tests.admin.conftest import staff as staff
