# Lists all jobs and writes the most memory that was in use meanwhile, after a collection at every thousandth job.
param([string] $Manifest, [string] $Provider)

Import-Module $Manifest
$count = 0
$most = 0
Get-MlJob -Provider $Provider -Kind Training | ForEach-Object {
    if ($count % 1000 -eq 0) { $most = [Math]::Max($most, [GC]::GetTotalMemory($true)) }
    $count++
}
"jobs $count"
"live-bytes $most"
