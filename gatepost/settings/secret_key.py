"""Whether a SECRET_KEY can be guessed. A person who has it can forge tokens for every user."""

from itertools import pairwise

MIN_BYTES = 32
_FEWEST = 8  # different characters: hexadecimal ones of 32 have more, "changeme" over and over fewer
# Parts of secrets that documentation and sample files print, so that everybody has them.
_PUBLISHED = (
    "w&8s%5^5vuhy2-gvkyi=gg4e*tso*51mb$l!=%o(@$a2tmq6o+",  # the founding document
    "192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf",  # Flask's quickstart
    "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7",  # FastAPI's tutorial
    "404e635266556a586e3272357538782f413f4428472b4b6250645367566b5970",  # tutorials of Spring Security with JWT
    "random-bytes",  # our own README
    "django-insecure-",
    "256-bit-secret",  # jwt.io
    "a-string-secret-at-least",  # jwt.io, also with 384 and 512 bits
    "thisisthesecret",
    "at-least-32-char",  # Supabase's and others' docker examples
    "super-secret",
    "super_secret",
    "supersecret",
    "top-secret-key",
    "your-secret",
    "your_secret",
    "yoursecret",
    "my-secret",
    "my_secret",
    "mysecret",
    "secret-key",
    "secret_key",
    "secretkey",
    "change-me",
    "change_me",
    "changeme",
    "change-this",
    "change_this",
    "changethis",
    "replace-me",
    "replace_me",
    "replace-with",
    "replace_with",
    "insert-your",
    "not-so-secret",
    "password",
    "qwertyuiop",
)


def weakness(secret: str) -> str | None:
    """The weakness of *secret*; None if it looks random."""
    if len(secret.encode()) < MIN_BYTES:
        return "production needs one of at least 32 bytes"
    lower = secret.lower()
    if any(sample in lower for sample in _PUBLISHED):
        return "this one is printed in public documentation, or made like one that is"
    if len(set(secret)) < _FEWEST or _begins_again(secret) or _goes_on(secret):
        return "this one repeats or counts on, and can be guessed"
    return None


def _begins_again(secret: str) -> bool:
    """Whether *secret* repeats its own beginning; the last repetition may be cut short."""
    half = len(secret) // 2
    return any(secret[length:] == secret[: len(secret) - length] for length in range(1, half + 1))


def _goes_on(secret: str) -> bool:
    """Whether most characters are neighbours of the one before, as in 0123456789abcdef."""
    near = sum(abs(ord(one) - ord(next_)) <= 1 for one, next_ in pairwise(secret))
    return near > len(secret) // 2
