# Lists the local jobs some times, and says how long each list took.
param([string] $Manifest, [int] $Jobs, [int] $Runs)

$ErrorActionPreference = 'Stop'
Import-Module $Manifest
for ($run = 0; $run -lt $Runs; $run++) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $found = Get-MlJob -Provider Local
    $watch.Stop()
    if ($found.Count -ne $Jobs) { throw "The list has $($found.Count) jobs." }
    [Console]::WriteLine("$($run ? 'further' : 'first') $($watch.Elapsed.TotalMilliseconds)")
}
