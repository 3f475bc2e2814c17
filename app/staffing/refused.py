class Refused(Exception):
    """Something cannot be done. `sentence` says why and what to do instead; `field` is the one of a form it is about.

    Raised inside `app.database.writing()` it undoes what was begun.
    """

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
