using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MlOps.Providers.Listing;

namespace MlOps.Tests.Listing;

public class SlicedListTests
{
    private const int Lanes = 4;

    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeRange s_always = new(null, null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Gen<IEnumerable<DateTimeOffset>> Times { get; } = Gen.OneOf(
        Spread(TimeSpan.FromDays(365)),
        Spread(TimeSpan.FromMinutes(2)),
        Spread(TimeSpan.FromSeconds(3)),
        Spread(TimeSpan.FromSeconds(1)),
        from years in Gen.Choose(0, 6).ListOf()
        from near in Spread(TimeSpan.FromMinutes(1))
        select years.SelectMany(year => near.Take(40).Select(time => time.AddYears(-year))));

    private static Gen<MemorySlices> Sources { get; } =
        from times in Times
        from pageSize in Gen.Choose(1, 7)
        from total in Gen.Elements<Func<long, long?>>(count => count, _ => null, count => count / 3, count => (count * 5) + 10, _ => 0, count => Math.Max(0, count - 1))
        from hasEmptyPages in Gen.Elements(false, false, true)
        from margin in Gen.Elements(0, 0, 1, 3)
        from oldest in Gen.Elements<Func<DateTimeOffset?, DateTimeOffset?>>(time => time, time => time, _ => null, time => time?.AddDays(3), time => time?.AddYears(-5))
        select new MemorySlices(times) { PageSize = pageSize, Total = total, HasEmptyPages = hasEmptyPages, Margin = TimeSpan.FromSeconds(margin), Oldest = oldest, Delay = TurnsAsync };

    [Property(MaxTest = 200)]
    public Property Everything_is_given_once_and_the_newest_first() => Prop.ForAll(Sources.ToArbitrary(), source =>
    {
        var read = Read(source, s_always);

        return Once(source.Items, read).Label($"once {source.Items.Count} {read.Count}").And(IsNewestFirst(read).Label("order")).And((source.Peak <= Lanes).Label("peak"));
    });

    [Property(MaxTest = 200)]
    public Property A_list_without_an_order_is_given_once_and_in_order_to_the_second()
    {
        var sources = from times in Times
                      from pageSize in Gen.Choose(1, 7)
                      from hasEmptyPages in Gen.Elements(false, false, true)
                      select new MemorySlices(times) { PageSize = pageSize, IsSorted = false, Total = _ => null, HasEmptyPages = hasEmptyPages, Delay = TurnsAsync };
        return Prop.ForAll(sources.ToArbitrary(), source =>
        {
            var read = Read(source, s_always);

            var inOrder = read.Zip(read.Skip(1)).All(pair => pair.First.CreatedAt >= pair.Second.CreatedAt - TimeSpan.FromSeconds(2));
            return Once(source.Items, read).Label($"once {source.Items.Count} {read.Count}").And(inOrder.Label("order")).And((source.Peak <= Lanes).Label("peak"));
        });
    }

    [Property(MaxTest = 150)]
    public Property What_is_outside_of_the_range_is_left_out()
    {
        var bound = Gen.Choose(0, 400 * 24 * 60).Select(minutes => (DateTimeOffset?)TimeRange.Floor(s_now.AddMinutes(-minutes))).Or(Gen.Constant((DateTimeOffset?)null));
        return Prop.ForAll(Sources.ToArbitrary(), bound.ToArbitrary(), bound.ToArbitrary(), (source, from, to) =>
        {
            var range = new TimeRange(from, to);
            var read = Read(source, range);
            return Once(source.Items.Where(item => range.Contains(item.CreatedAt)), read) && IsNewestFirst(read);
        });
    }

    [Property(MaxTest = 50)]
    public Property What_is_read_ahead_is_bounded() => Prop.ForAll(Sources.Where(source => source.Margin == TimeSpan.Zero).ToArbitrary(), source =>
    {
        var ahead = Ahead(source).GetAwaiter().GetResult();
        return (ahead <= 3 * Lanes * source.PageSize).Label($"{ahead} items in pages of {source.PageSize}");
    });

    [Fact]
    public async Task Thousands_in_one_second_are_read()
    {
        var source = new MemorySlices(Enumerable.Range(0, 3000).Select(i => s_now.AddMilliseconds(i % 1000)).Append(s_now.AddYears(-3)).Append(s_now.AddDays(1))) { PageSize = 100 };

        var read = await new SlicedList<MemorySlices.Item>(source, 16).ReadAsync(s_always, Stop).ToListAsync(Stop);

        Assert.True(Once(source.Items, read));
    }

    [Fact]
    public async Task A_long_list_is_read_in_several_lanes_and_few_calls()
    {
        var source = new MemorySlices(Enumerable.Range(0, 10_000).Select(i => s_now.AddMinutes(-i * 50))) { PageSize = 100, Delay = async _ => await Task.Delay(5) };

        var read = await new SlicedList<MemorySlices.Item>(source, 16).ReadAsync(s_always, Stop).CountAsync(Stop);

        Assert.Equal(10_000, read);
        Assert.InRange(source.Calls, 100, 160);
        Assert.InRange(source.Peak, 8, 16);
    }

    [Fact]
    public async Task A_reader_who_has_enough_ends_the_calls()
    {
        var source = new MemorySlices(Enumerable.Range(0, 10_000).Select(i => s_now.AddMinutes(-i))) { PageSize = 100, Delay = async _ => await Task.Delay(1) };

        var read = await new SlicedList<MemorySlices.Item>(source, Lanes).ReadAsync(s_always, Stop).Take(150).CountAsync(Stop);

        Assert.Equal(150, read);
        Assert.Equal(0, source.Current);
        Assert.InRange(source.Calls, 2, 3 * Lanes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20)]
    public async Task An_error_ends_the_list(int call)
    {
        var source = new MemorySlices(Enumerable.Range(0, 1000).Select(i => s_now.AddMinutes(-i))) { FailAt = call };

        await Assert.ThrowsAsync<InvalidDataException>(async () => await new SlicedList<MemorySlices.Item>(source, Lanes).ReadAsync(s_always, Stop).CountAsync(Stop));

        Assert.Equal(0, source.Current);
    }

    [Fact]
    public async Task Whoever_cancels_ends_it()
    {
        using var stop = new CancellationTokenSource();
        var source = new MemorySlices(Enumerable.Range(0, 1000).Select(i => s_now.AddMinutes(-i))) { Delay = call => call == 5 ? stop.CancelAsync() : Task.CompletedTask };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await new SlicedList<MemorySlices.Item>(source, Lanes).ReadAsync(s_always, stop.Token).CountAsync(Stop));

        Assert.Equal(0, source.Current);
    }

    [Fact]
    public async Task An_empty_list_is_one_call()
    {
        var source = new MemorySlices([]);

        Assert.Equal(0, await new SlicedList<MemorySlices.Item>(source, Lanes).ReadAsync(s_always, Stop).CountAsync(Stop));

        Assert.Equal(1, source.Calls);
    }

    /// <summary>Answers overtake each other.</summary>
    private static async Task TurnsAsync(int call)
    {
        for (var turn = 0; turn <= call * 7919 % 11; turn++)
        {
            await Task.Yield();
        }
    }

    private static Gen<IEnumerable<DateTimeOffset>> Spread(TimeSpan span) => Gen.Choose(0, 1_000_000).ListOf().Resize(150).Select(parts => parts.Select(part => s_now - (span * (part / 1_000_000d))));

    private static List<MemorySlices.Item> Read(MemorySlices source, TimeRange range) =>
        Task.Run(async () => await new SlicedList<MemorySlices.Item>(source, Lanes).ReadAsync(range, CancellationToken.None).ToListAsync()).GetAwaiter().GetResult();

    /// <summary>The most items that were held for a slow reader, who had not come to them yet.</summary>
    private static Task<int> Ahead(MemorySlices source) => Task.Run(async () =>
    {
        var (most, given) = (0, 0);
        await foreach (var item in new SlicedList<MemorySlices.Item>(source, Lanes).ReadAsync(s_always, CancellationToken.None))
        {
            given++;
            for (var turn = 0; turn < 15; turn++)
            {
                await Task.Yield();
            }

            most = Math.Max(most, source.Seen - given);
        }

        return most;
    });

    private static bool Once(IEnumerable<MemorySlices.Item> expected, IReadOnlyCollection<MemorySlices.Item> read) =>
        read.Select(item => item.Number).Order().SequenceEqual(expected.Select(item => item.Number).Order());

    private static bool IsNewestFirst(IReadOnlyList<MemorySlices.Item> read) => read.Zip(read.Skip(1)).All(pair => TimeRange.Floor(pair.First.CreatedAt) >= TimeRange.Floor(pair.Second.CreatedAt));
}
