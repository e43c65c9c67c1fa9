namespace MlOps.Tests.Machines;

public class InstanceTableTests
{
    private const string Head = "# Machines.\n# Date: 2026-11\n\nprovider,type,vcpu,memory,accelerator,accelerators,acceleratorMemory\n";

    [Fact]
    public void Memory_is_read_as_bytes_and_may_be_a_fraction()
    {
        var table = InstanceTable.Read(new StringReader(Head + "P,small,4,7.5,,0,0\nP,large,8,16,X,2,24\n"));

        Assert.Equal(new DateOnly(2026, 11, 1), table.Date);
        Assert.Equal(
            [
                new() { Provider = "P", InstanceType = "small", VCpu = 4, Memory = 15L << 29 },
                new() { Provider = "P", InstanceType = "large", VCpu = 8, Memory = 16L << 30, Accelerator = "X", AcceleratorCount = 2, AcceleratorMemory = 24L << 30 },
            ],
            table.Machines);
    }

    [Theory]
    [InlineData("P,type,4,16,,0")]
    [InlineData("P,type,4,16,,0,0,0")]
    [InlineData(",type,4,16,,0,0")]
    [InlineData("P,,4,16,,0,0")]
    [InlineData("P,type,four,16,,0,0")]
    [InlineData("P,type,-4,16,,0,0")]
    [InlineData("P,type,4,1 152,,0,0")]
    [InlineData("P,type,4,99999999999999999999,,0,0")]
    public void A_line_that_cannot_be_read_is_named(string line)
    {
        var error = Assert.Throws<InvalidDataException>(() => InstanceTable.Read(new StringReader(Head + line)));
        Assert.StartsWith($"Line 5 of the machines, '{line}',", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_columns_have_to_be_the_known_ones() =>
        Assert.Throws<InvalidDataException>(() => InstanceTable.Read(new StringReader("# Date: 2026-11\ntype,provider\nP,x,1,1,,0,0")));

    [Fact]
    public void There_has_to_be_a_date() =>
        Assert.Throws<InvalidDataException>(() => InstanceTable.Read(new StringReader(Head.Replace("Date", "Day", StringComparison.Ordinal))));
}
