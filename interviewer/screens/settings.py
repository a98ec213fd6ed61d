from interviewer.screens.base import ProgramScreen


class SettingsScreen(ProgramScreen[None]):
    pass
