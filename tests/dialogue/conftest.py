from tests.answers.conftest import voices

__all__ = ["voices"]
