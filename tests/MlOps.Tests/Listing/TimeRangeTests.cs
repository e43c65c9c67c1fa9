using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MlOps.Providers.Listing;

namespace MlOps.Tests.Listing;

public class TimeRangeTests
{
    private static readonly DateTimeOffset s_day = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Property]
    public Property The_parts_of_a_range_are_the_range() => Prop.ForAll(Gen.Choose(1, 100_000).ToArbitrary(), Gen.Choose(1, 300).ToArbitrary(), (seconds, parts) =>
    {
        var to = s_day.AddSeconds(seconds);
        var cuts = TimeRange.Cut(s_day, to, parts);
        return cuts.Count == Math.Min(parts, seconds)
            && cuts[0].To == to && cuts[^1].From == s_day
            && cuts.Zip(cuts.Skip(1)).All(pair => pair.First.From == pair.Second.To)
            && cuts.All(cut => cut.From < cut.To && cut.From == TimeRange.Floor(cut.From!.Value))
            && cuts.Max(cut => cut.To - cut.From) - cuts.Min(cut => cut.To - cut.From) <= TimeSpan.FromSeconds(1);
    });

    [Fact]
    public void A_range_has_its_first_second_and_not_the_one_after_its_last()
    {
        var range = new TimeRange(s_day, s_day.AddSeconds(2));

        Assert.Equal([false, true, true, false], new[] { -1, 0, 1999, 2000 }.Select(milliseconds => range.Contains(s_day.AddMilliseconds(milliseconds))));
        Assert.True(new TimeRange(null, null).Contains(s_day));
    }

    [Fact]
    public void A_time_is_in_one_second_whatever_its_zone()
    {
        var time = new DateTimeOffset(2026, 3, 1, 2, 0, 0, 700, TimeSpan.FromHours(2));

        Assert.Equal(s_day, TimeRange.Floor(time));
        Assert.Equal(s_day.AddSeconds(1), TimeRange.After(time));
        Assert.Equal(s_day, TimeRange.Floor(s_day));
        Assert.Equal(s_day.AddSeconds(1), TimeRange.After(s_day));
    }
}
