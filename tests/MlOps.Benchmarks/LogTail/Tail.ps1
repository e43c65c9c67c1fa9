# Reads the last lines of two jobs' logs, and of the file of one of them with tail, and says what that took.
param([string] $Manifest, [string] $Log, [int] $Runs)

$ErrorActionPreference = 'Stop'
Import-Module $Manifest
$self = [Diagnostics.Process]::GetCurrentProcess()

function Measure-Log([string] $Job, [string] $First) {
    # proc(5): 5 sets the peak back to what is resident now.
    [IO.File]::WriteAllText('/proc/self/clear_refs', '5')
    $self.Refresh()
    $resident = $self.WorkingSet64
    $allocated = [GC]::GetTotalAllocatedBytes($true)
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $lines = Get-MlJobLog $Job -Provider Local -Tail 20
    $watch.Stop()
    $allocated = [GC]::GetTotalAllocatedBytes($true) - $allocated
    $self.Refresh()
    $peak = [Math]::Max(0, $self.PeakWorkingSet64 - $resident)
    $expected = $Job -eq 'large' ? 20 : 1
    if (@($lines).Count -ne $expected) { throw "The log of $Job has $(@($lines).Count) last lines." }
    [Console]::WriteLine("$First$Job-ms $($watch.Elapsed.TotalMilliseconds)`n$First$Job-allocated $allocated`n$First$Job-peak $peak")
}

function Measure-Tail([string] $First) {
    $info = [Diagnostics.ProcessStartInfo]::new('tail', [string[]] ('-n', '20', $Log))
    $info.RedirectStandardOutput = $true
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $process = [Diagnostics.Process]::Start($info)
    $null = $process.StandardOutput.ReadToEnd()
    $process.WaitForExit()
    [Console]::WriteLine("${First}tail-ms $($watch.Elapsed.TotalMilliseconds)")
}

for ($run = 0; $run -lt $Runs; $run++) {
    $first = $run ? '' : 'first-'
    Measure-Log large $first
    Measure-Log small $first
    Measure-Tail $first
}
