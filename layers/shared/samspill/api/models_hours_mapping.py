"""What tasks and tags become, as the API shows it."""

from pydantic import Field

from samspill.api.models import Model
from samspill.model.hours import Activity
from samspill.tasks.hours_mapping import Found, HourMapping, Meaning


class ActivityOut(Model):
    """An activity of Tripletex."""

    id: str
    name: str
    number: str


class MeaningOut(Model):
    """What hours without task become."""

    entries: int = Field(description="Approved entries of the last two months that it holds for.")
    activity: ActivityOut | None = Field(description="Null: nothing, and hours are held back.")
    found: Found | None = Field(description="Named in the settings, by its name, or chosen in Tripletex.")
    gone: str | None = Field(description="Id of an activity that was chosen and cannot be used any more.")
    created: bool = Field(description="It is created when hours need it (`hours.create_activities`).")


class NamedMeaningOut(MeaningOut):
    """What a task or tag becomes."""

    name: str


class HourMappingOut(Model):
    """Which activities tasks and tags become. Another choice is made with the settings `hours.tasks`, `hours.tags`
    and `hours.standard_activity`. An activity of a project's own goes before all with that name."""

    tasks: list[NamedMeaningOut] = Field(description="What is missing comes first.")
    tags: list[NamedMeaningOut] = Field(description="Of hours without project. What is missing comes first.")
    standard: MeaningOut
    project_activities: list[ActivityOut] = Field(description="To choose from, for tasks and as the standard one.")
    internal_activities: list[ActivityOut] = Field(description="To choose from, for tags.")
    whole: bool = Field(description="False: there were more entries than were looked at.")


def mapping_out(found: HourMapping) -> HourMappingOut:
    """All of it."""
    return HourMappingOut(
        tasks=[_named(each) for each in found.tasks],
        tags=[_named(each) for each in found.tags],
        standard=MeaningOut.model_validate(_meaning(found.standard)),
        project_activities=[_activity(each) for each in found.project_activities],
        internal_activities=[_activity(each) for each in found.internal_activities],
        whole=found.whole,
    )


def _named(each: Meaning) -> NamedMeaningOut:
    return NamedMeaningOut.model_validate({**_meaning(each), "name": each.name})


def _meaning(each: Meaning) -> dict[str, object]:
    activity = _activity(each.activity) if each.activity is not None else None
    return {
        "entries": each.entries,
        "activity": activity,
        "found": each.found,
        "gone": each.gone,
        "created": each.made,
    }


def _activity(activity: Activity) -> ActivityOut:
    return ActivityOut(id=activity.id, name=activity.name, number=activity.number)
